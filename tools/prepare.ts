/** What `npm ci` makes: the code that is not committed, and the empty database that all embedded ones are copied from. */
import { keepEmptyDatabase } from '@commerce/embedded-postgres/empty-database';

await Promise.all([import('./generate.ts'), import('./pages.ts'), keepEmptyDatabase()]);
