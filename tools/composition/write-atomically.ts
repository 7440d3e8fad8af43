import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a text so that whoever reads the file, at any time, reads either the old text or the new one, whole. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  // Beside the file, because a rename works within one file system only.
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
