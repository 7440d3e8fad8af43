import { toSnakeCase } from '../values/snake-case.ts';

/**
 * How a subgraph's schema and its core's proto correspond where their names do not say it: `graph/mapping.ts` of each
 * domain. Coordinates of the schema (`Order.account`) stand on the left, names of the proto on the right.
 * `npm run check` compares all the rest, and refuses a line about something that is gone.
 */
export interface Mapping {
  /** The message of a type, or the enum of an enum, that has another name. */
  messages?: Readonly<Record<string, string>>;
  /** The field of the message, or of the request, behind a field of the schema. */
  fields?: Readonly<Record<string, string>>;
  /** The RPCs behind a field of the schema that no message has. */
  rpcs?: Readonly<Record<string, readonly string[]>>;
  /** What only one of the two has, of either side, and why. */
  unmapped?: Readonly<Record<string, string>>;
}

/** The name of the proto's field behind a field or an argument of the schema. */
export function protoName({ fields = {} }: Mapping, coordinate: string): string {
  const name = coordinate.split('.').at(-1) ?? '';
  return fields[coordinate] ?? CONVENTIONS[name] ?? toSnakeCase(name);
}

/** Names that correspond in every domain. */
const CONVENTIONS: Readonly<Record<string, string>> = { createdAt: 'create_time', idempotencyKey: 'request_id' };
