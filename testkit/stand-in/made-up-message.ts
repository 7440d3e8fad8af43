import protobuf from 'protobufjs';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import { entitySeed, LIST_LENGTH, madeUpDate, madeUpDecimal, madeUpId, madeUpInteger, madeUpText } from './made-up.ts';

/** Values by the names of fields. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * What is told of an entity instead of being made up: some of its fields; null when nobody has the id.
 *
 * @param message its name: "Account".
 */
export type ToldOf = (message: string, id: string) => Given | null | undefined;

export interface MessageMaker {
  /**
   * A message whose fields are what was given under their names, and else made up from the seed. What was given goes on
   * to the messages in it, as far as the entities: `id` in a `GetAccountResponse` is its account's.
   *
   * @returns null for an entity of which it is told that it does not exist.
   */
  message(type: protobuf.Type, seed: string, given: Given): object | null;
  /** One value of a field; of a repeated one, one entry. */
  value(owner: protobuf.Type, field: protobuf.Field, seed: string, given: Given): unknown;
}

export function messageMaker(toldOf: ToldOf): MessageMaker {
  /** @param inside the messages that this one is in: one that holds itself would have no end. */
  function make(type: protobuf.Type, seed: string, given: Given, inside: readonly protobuf.Type[]): object | null {
    if (type.fullName === TIMESTAMP) return toTimestamp(madeUpDate(seed));
    if (inside.includes(type)) return null;
    const within = [...inside, type];
    if (!isEntity(type)) return fill(type, seed, given, given, within);
    const id = typeof given['id'] === 'string' && given['id'] !== '' ? given['id'] : madeUpId(`${type.name} ${seed}`);
    const told = toldOf(type.name, id);
    return told === null ? null : fill(type, entitySeed(type.name, [id]), { ...told, ...given, id }, {}, within);
  }

  /** @param passedOn is for the messages in it. */
  function fill(
    type: protobuf.Type,
    seed: string,
    given: Given,
    passedOn: Given,
    within: readonly protobuf.Type[],
  ): object {
    const values = type.fieldsArray.map((field): [string, unknown] => {
      const at = `${seed}.${field.name}`;
      const own = given[field.name];
      // A map may as well have no entries.
      if (field.map) return [field.name, []];
      if (!field.repeated) return [field.name, one(type, field, at, own, passedOn, within)];
      const entries = Array.isArray(own) ? own : Array.from({ length: LIST_LENGTH }, () => undefined);
      const list = entries.map((entry, index) => one(type, field, `${at}.${index}`, entry, passedOn, within));
      return [field.name, list.filter((entry) => entry !== null && entry !== undefined)];
    });
    return Object.fromEntries(values);
  }

  function one(
    owner: protobuf.Type,
    field: protobuf.Field,
    seed: string,
    own: unknown,
    passedOn: Given,
    within: readonly protobuf.Type[],
  ): unknown {
    const type = field.resolvedType;
    if (!(type instanceof protobuf.Type)) return scalarOr(own, madeUpScalar(owner, field, seed));
    if (type.fullName === TIMESTAMP && isGiven(own)) return own;
    return make(type, seed, isGiven(own) ? present(own) : passedOn, within);
  }

  return {
    message: (type, seed, given) => make(type, seed, present(given), []),
    value: (owner, field, seed, given) => one(owner, field, seed, undefined, present(given), []),
  };
}

const TIMESTAMP = '.google.protobuf.Timestamp';

function isEntity({ fields: { id } }: protobuf.Type): boolean {
  return id?.type === 'string' && !id.repeated;
}

/** What was given, where it is of the field's kind. */
function scalarOr(own: unknown, madeUp: unknown): unknown {
  return typeof own === typeof madeUp ? own : madeUp;
}

function madeUpScalar(owner: protobuf.Type, field: protobuf.Field, seed: string): unknown {
  // The first value is the unspecified one (https://google.aip.dev/126); alone, it has no name to give.
  if (field.resolvedType instanceof protobuf.Enum) return Object.keys(field.resolvedType.values)[1] ?? 0;
  switch (field.type) {
    case 'string':
      return madeUpText(seed, owner.name, field.name);
    case 'bool':
      return false;
    case 'bytes':
      return Buffer.from(madeUpText(seed, owner.name, field.name));
    case 'double':
    case 'float':
      return Number(madeUpDecimal(seed));
    default:
      // The loader has long ones as texts; see proto.ts.
      return field.type.endsWith('64') ? String(madeUpInteger(seed)) : madeUpInteger(seed);
  }
}

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null;
}

/** Without what a caller left out. */
function present(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}
