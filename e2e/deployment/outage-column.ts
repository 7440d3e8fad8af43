import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The fields that are null during the outage of a part, such as "catalog store", as docs/outages.md has it. */
export async function outageColumn(part: string): Promise<Set<string>> {
  const text = await readFile(resolve(import.meta.dirname, '../../docs/outages.md'), 'utf8');
  const [header = [], , ...rows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const column = header.indexOf(part);
  if (column === -1) throw new Error(`docs/outages.md has no column for the ${part}.`);
  return new Set(rows.filter((row) => row[column] === 'null').map((row) => row[1]?.replaceAll('`', '') ?? ''));
}
