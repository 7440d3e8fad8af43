import { invalidArgument } from '../errors/domain-error.ts';
import type { Fields } from '../values/partial-read.ts';
import { messageFields, type MessageFields } from './message-fields.ts';
import type { LoadedService, WholeMessage } from './proto.ts';

/** google.protobuf.FieldMask as the loader reads it. */
export interface FieldMask {
  paths: readonly string[];
}

/**
 * What an entity's fields are made of, where a field of its message has another name or is made from others:
 * `{ createTime: ['createdAt'] }`. A field that is left out and that the entity has not does not compile.
 */
export type Origins<Message, Entity> = {
  readonly [
    Field in keyof WholeMessage<Message> as Field extends keyof Entity
      ? HasOrigins<Message[Field], Entity[Field]> extends true
        ? Field
        : never
      : Field
  ]: Field extends keyof Entity ? Origins<EntryOf<Message[Field]>, EntryOf<Entity[Field]>> : readonly (keyof Entity)[];
};

/**
 * Reads the `read_mask` of a service's requests (https://google.aip.dev/157).
 *
 * @param message the entity's, by its name in the proto: "Order".
 * @returns a function that gives the fields of the entity that a mask asks for: without a mask, or with an empty one, all.
 *   It throws DomainError InvalidArgument for a path that the message does not have.
 */
export function readMaskOf<Message, Entity>(
  service: Pick<LoadedService<never>, 'name' | 'packageDefinition'>,
  message: string,
  origins: Origins<Message, Entity>,
): (mask: FieldMask | null) => Fields<Entity> {
  const fields = messageFields(service, message);
  if (!fields) throw new Error(`${service.name} has no message ${message}.`);
  return (mask) => {
    // In one order: the same fields are the same statement.
    const paths = (mask?.paths ?? []).toSorted();
    const wanted: Wanted = {};
    for (const path of paths.length > 0 ? paths : [ALL]) {
      if (!add(wanted, path.split('.'), fields, origins)) throw unknownPath(message, path);
    }
    return wanted as Fields<Entity>;
  };
}

const ALL = '*';

/** `Fields` while they are gathered. */
interface Wanted {
  [field: string]: true | Wanted;
}

type EntryOf<List> = NonNullable<List> extends readonly (infer Entry)[] ? Entry : never;
type HasOrigins<MessageList, List> =
  NonNullable<List> extends readonly object[]
    ? keyof Origins<EntryOf<MessageList>, EntryOf<List>> extends never
      ? false
      : true
    : false;

/** Adds what a path asks for. @returns false when there is no such path. */
function add(wanted: Wanted, [first = '', ...rest]: string[], fields: MessageFields, origins: object): boolean {
  if (first === ALL && rest.length === 0) {
    for (const name of fields.keys()) add(wanted, [name], fields, origins);
    return true;
  }
  const field = fields.get(first);
  if (!field) return false;
  const origin: unknown = (origins as Record<string, unknown>)[field.name];
  if (field.isList && field.fields) {
    const inside = wanted[field.name] ?? {};
    wanted[field.name] = inside;
    return inside !== true && add(inside, rest.length > 0 ? rest : [ALL], field.fields, (origin as object) ?? {});
  }
  for (const name of Array.isArray(origin) ? (origin as string[]) : [field.name]) wanted[name] ??= true;
  // A message such as Money is read whole, whatever of it is asked for.
  return rest.length === 0 || (field.fields !== undefined && add({}, rest, field.fields, {}));
}

function unknownPath(message: string, path: string) {
  const shown = path.length > MAX_SHOWN ? `${path.slice(0, MAX_SHOWN)}…` : path;
  return invalidArgument([{ field: 'readMask', description: `must name fields of ${message}; "${shown}" is none` }]);
}

/** Of a path that is refused, in UTF-16 units. */
const MAX_SHOWN = 60;
