import { UserError } from '@commerce/platform/errors/user-error';
import type { ListOne } from './read-list-one.ts';

/** The codes by their number of decimals, a blank between two. */
type Codes = Readonly<Record<number, string>>;

/**
 * The source of platform/values/currency-table.ts.
 *
 * @param known what the table says so far.
 * @throws UserError when the list is older than the table, or gives a known currency another number of decimals.
 */
export function currencyTable(
  { published, digits }: ListOne,
  known: { CURRENCIES_PUBLISHED: string; CURRENCIES_IN_USE: Codes; CURRENCIES_WITHDRAWN: Codes },
): string {
  if (published < known.CURRENCIES_PUBLISHED) {
    throw new UserError(`The list is of ${published}, the table of ${known.CURRENCIES_PUBLISHED}: take a newer one.`);
  }
  const formerly = new Map([...entriesOf(known.CURRENCIES_IN_USE), ...entriesOf(known.CURRENCIES_WITHDRAWN)]);
  const changed = [...formerly].filter(([code, former]) => digits.has(code) && digits.get(code) !== former);
  if (changed.length > 0) {
    const differences = changed.map(
      ([code, former]) => `${code} ${digits.get(code)} decimals, where the table has ${former}`,
    );
    throw new UserError(
      `The list gives ${differences.join(', and ')}. Stored amounts would mean something else: change them in the stores and in the table first.`,
    );
  }
  const withdrawn = new Map([...formerly].filter(([code]) => !digits.has(code)));
  return `${HEAD}
/** When ISO's maintenance agency published the list that this was made from. */
export const CURRENCIES_PUBLISHED = '${published}';

/** The currencies in use, by their number of decimals. */
export const CURRENCIES_IN_USE: Readonly<Record<number, string>> = ${sourceOf(digits)};

/** Those that were withdrawn, by the number of decimals that they had: amounts in them are stored. */
export const CURRENCIES_WITHDRAWN: Readonly<Record<number, string>> = ${sourceOf(withdrawn)};
`;
}

const HEAD = `// Made by \`npm run currencies\` from ISO 4217's list one
// (https://www.six-group.com/en/products-services/financial-information/data-standards.html): run it again, and do not edit this.
`;

function entriesOf(codes: Codes): [string, number][] {
  return Object.entries(codes).flatMap(([digits, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((code): [string, number] => [code, Number(digits)]),
  );
}

function sourceOf(digits: ReadonlyMap<string, number>): string {
  const counts = [...new Set(digits.values())].toSorted((a, b) => a - b);
  const lines = counts.map((count) => {
    const codes = [...digits].filter(([, own]) => own === count).map(([code]) => code);
    return `${count}: \`${inLines(codes.toSorted())}\`,`;
  });
  return `{ ${lines.join('\n')} }`;
}

/** Twenty codes a line, so that a difference shows which one came. */
function inLines(codes: readonly string[]): string {
  const lines = Array.from({ length: Math.ceil(codes.length / 20) }, (_, n) =>
    codes.slice(20 * n, 20 * n + 20).join(' '),
  );
  return lines.join('\n    ');
}
