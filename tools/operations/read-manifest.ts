import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { parseManifest } from '@commerce/router/trusted-documents/manifest';
import { Source } from 'graphql';

/**
 * The operations of a persisted-query manifest, named by it: `shop-app.json, ProductPage`. Its file has the name of the team
 * that owns them.
 *
 * @throws UserError when it cannot be read.
 */
export async function readManifest(path: string): Promise<Source[]> {
  try {
    const documents = parseManifest(await readFile(path, 'utf8'), path);
    // As the documents in operations/ say it.
    const owner = `# owner: ${basename(path, '.json')}`;
    return documents.map(({ name, body }) => new Source(`${owner}\n${body}`, `${path}, ${name}`));
  } catch (error) {
    throw new UserError(`Cannot read the manifest: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
