/**
 * Makes Node run the TypeScript of this repository: `node --import ./tools/typescript.mjs <file>.ts`. See
 * docs/decisions/typescript-compiled-for-production.md.
 */
import { register } from 'node:module';

// Newer ones do it themselves. Those in between can, but warn at each start.
const FIRST_THAT_DOES = 26;
if (Number.parseInt(process.versions.node) < FIRST_THAT_DOES) {
  process.setSourceMapsEnabled(true);
  register('./typescript/hooks.mjs', import.meta.url);
}
