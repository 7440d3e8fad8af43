/** Makes what a browser loads of playground/, into its `generated/` folder: see playground/build.ts. `npm ci` runs it. */
import { buildPages } from '@commerce/playground/build';

await buildPages();
