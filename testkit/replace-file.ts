import { rename, writeFile } from 'node:fs/promises';

/**
 * Replaces a file as a deployment does: the new one takes the old one's name. A process that follows the file reads one of the
 * two whole; a file that is written in its place may be read half written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text);
  await rename(`${path}.next`, path);
}
