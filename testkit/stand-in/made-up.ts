import { createHash } from 'node:crypto';
import { v5 } from 'uuid';

/** How many entries a made-up list has. */
export const LIST_LENGTH = 3;

/**
 * What the values of one entity are made from: the same id gives the same values, in its subgraph's stand-in and in its
 * core's.
 *
 * @param type its name: "Account".
 * @param key the values of its key.
 */
export function entitySeed(type: string, key: readonly unknown[]): string {
  return `${type} ${JSON.stringify(key)}`;
}

/** A whole number from 1 to 1,000. */
export function madeUpInteger(seed: string): number {
  return 1 + (hashOf(seed) % 1_000);
}

/** A number from 1.00 to 1,000.99, with two decimals. */
export function madeUpDecimal(seed: string): string {
  return `${madeUpInteger(seed)}.${String(hashOf(`${seed} decimals`) % 100).padStart(2, '0')}`;
}

/** A UUID. */
export function madeUpId(seed: string): string {
  return v5(seed, NAMESPACE);
}

/** An instant of 2026, to the second. */
export function madeUpDate(seed: string): Date {
  return new Date(Date.UTC(2026, 0, 1) + (hashOf(seed) % SECONDS_OF_A_YEAR) * 1_000);
}

/**
 * A text that says what it stands for, such as "Account name 1kq2"; or where the field's name says what it holds, that.
 *
 * @param type whose field it is.
 */
export function madeUpText(seed: string, type: string, field: string): string {
  if (/^id$|Ids?$/.test(field)) return madeUpId(seed);
  // One for all: amounts that are added must have the same.
  if (/^currency(Code)?$/i.test(field)) return 'USD';
  // A list ends with its first page (https://google.aip.dev/158).
  if (field === 'nextPageToken') return '';
  return `${type} ${field} ${hashOf(seed).toString(36)}`;
}

function hashOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE();
}

const SECONDS_OF_A_YEAR = 365 * 24 * 60 * 60;

/** Any UUID will do, as long as it stays. */
const NAMESPACE = '6f0e0a52-8c2f-5d0c-9a56-3c5a5f1a7d10';
