import { UserError } from '@commerce/platform/errors/user-error';

/** What ISO 4217's list one says. */
export interface ListOne {
  /** The day of its publication: `2026-01-01`. */
  published: string;
  /** The number of decimals of each currency in use. */
  digits: ReadonlyMap<string, number>;
}

/**
 * Reads list one as the maintenance agency publishes it. What has no minor unit, such as gold or the code for tests, is left
 * out: no amount can be written in it.
 *
 * @throws UserError for anything that does not look like the whole list.
 */
export function readListOne(xml: string): ListOne {
  const published = /<ISO_4217 Pblshd="(\d{4}-\d{2}-\d{2})">/.exec(xml)?.[1];
  const digits = new Map<string, number>();
  for (const [entry] of xml.matchAll(/<CcyNtry>.*?<\/CcyNtry>/gs)) {
    const code = /<Ccy>([A-Z]{3})<\/Ccy>/.exec(entry)?.[1];
    const units = /<CcyMnrUnts>(\d)<\/CcyMnrUnts>/.exec(entry)?.[1];
    if (code !== undefined && units !== undefined) digits.set(code, Number(units));
  }
  if (published === undefined || digits.size < FEWEST) {
    throw new UserError(
      `The list has ${digits.size} currencies, expected ISO 4217's list one, in XML, with all of them.`,
    );
  }
  return { published, digits };
}

/** A list that was cut off would withdraw what is in use. ISO 4217 had 165 in 2026. */
const FEWEST = 150;
