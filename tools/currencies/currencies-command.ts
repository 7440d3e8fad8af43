import { readFile, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import * as known from '@commerce/platform/values/currency-table';
import { format, resolveConfig } from 'prettier';
import { currencyTable } from './currency-table.ts';
import { readListOne } from './read-list-one.ts';

/**
 * Makes the table of currencies anew from ISO 4217's list one. A currency that the list has no more stays in the table, as
 * a withdrawn one: amounts in it are stored.
 *
 * @param args the path of the list; none for the one that ISO's maintenance agency publishes.
 * @returns what to tell the user.
 * @throws UserError when the list cannot be read, or gives a currency other digits than amounts are stored with.
 */
export async function currenciesCommand(args: readonly string[]): Promise<string> {
  const [path, ...rest] = args;
  if (rest.length > 0) throw new UserError('Usage: npm run currencies -- [list-one.xml]');
  const list = readListOne(path === undefined ? await download() : await readList(path));
  const source = currencyTable(list, known);
  await writeFile(TABLE, await format(source, { ...(await resolveConfig(TABLE)), filepath: TABLE }));
  return `${relative(process.cwd(), TABLE)} is made from the list of ${list.published}.`;
}

const TABLE = resolve(import.meta.dirname, '../../platform/values/currency-table.ts');

/** Of the maintenance agency (https://www.six-group.com/en/products-services/financial-information/data-standards.html). */
const LIST_ONE =
  'https://www.six-group.com/dam/download/financial-information/data-center/iso-currrency/lists/list-one.xml';

async function download(): Promise<string> {
  try {
    const response = await fetch(LIST_ONE, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok) throw new Error(`It answers with the status ${response.status}.`);
    return await response.text();
  } catch (error) {
    const remedy = 'Download it and give its path: npm run currencies -- list-one.xml';
    throw new UserError(`The list at ${LIST_ONE} cannot be read. ${remedy}`, error);
  }
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read; expected the path of ISO 4217's list one, in XML.`, error);
  }
}
