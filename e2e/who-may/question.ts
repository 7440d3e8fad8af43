/** Something that can be asked of the system, from its schema or its protos: by anybody, about anything. */
export interface Question {
  /** `Query.account(id)`: asked by the argument `id`. */
  name: string;
  /** What the schema says that it needs; nothing for an RPC, whose core decides. */
  needs: string;
  /** The argument whose id is what it is asked about, and of what that is the id; a list has none. */
  about?: IdArgument;
  /** What has an id that comes back, if it is an entity. */
  returns: string | undefined;
  isWrite: boolean;
  /** @param key what makes a change happen once, where the question takes one. */
  ask(headers: Record<string, string>, idFor: IdFor, key?: string): Promise<Answer>;
}

export interface IdArgument {
  /** `order.products.id`. */
  path: string;
  /** `Product`. */
  entity: string;
}

/** Which id stands where. */
export type IdFor = (argument: IdArgument) => string;

export interface Answer {
  /** Of the first error, as clients of the graph know it. */
  code?: string | undefined;
  /** What was asked for. */
  value: unknown;
  /** All that the caller is told, to the letter. */
  text: string;
}

/** Is there anything in it? A list without entries and an object of nulls hold nothing, and a flag alone is of nothing. */
export function holds(value: unknown): boolean {
  if (typeof value === 'boolean') return false;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holds);
  return value !== undefined && value !== null && value !== '';
}

/** Every `id` in it. */
export function idsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'id' && typeof each === 'string' ? [each] : idsIn(each),
  );
}

/**
 * Of what an argument is the id: `accountId` and `account_ids` are of Account; `id` and `ids` are of what is spoken about.
 *
 * @param about the names around it, the nearest last; undefined when it is no id.
 */
export function entityOf(name: string, about: readonly string[], entities: readonly string[]): string | undefined {
  const [, owner] = /^(?:(.+)I|i)ds?$/.exec(name) ?? [];
  if (!/^(?:.+I|i)ds?$/.test(name)) return undefined;
  const names = owner === undefined ? about.toReversed() : [owner];
  return names.map((each) => entities.find((entity) => isName(each, entity))).find((entity) => entity !== undefined);
}

function isName(name: string, entity: string): boolean {
  return [entity, `${entity}s`].some((word) => word.toLowerCase() === name.toLowerCase());
}

/** What stands in the arguments that are no ids; others are left out where they may be. */
export const PLAIN_VALUES: Record<string, unknown> = {
  name: 'Thing',
  description: '',
  query: 'thing',
  price: 1,
  quantity: 1,
  subject: 'thing',
};
