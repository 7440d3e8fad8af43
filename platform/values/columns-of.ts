import type { Fields } from './partial-read.ts';

/**
 * The columns of a store that hold the wanted fields of an entity, without repeats.
 *
 * @param held the columns of each field that has no column of its own name. Does not compile when one is left out.
 */
export function columnsOf<Entity, Column extends string>(
  fields: Fields<Entity>,
  held: { readonly [Field in Exclude<keyof Entity, Column>]: readonly Column[] },
): Column[] {
  const columnsBy = held as Partial<Record<string, readonly Column[]>>;
  return [...new Set(Object.keys(fields).flatMap((field) => columnsBy[field] ?? [field as Column]))];
}
