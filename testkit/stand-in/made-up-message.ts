import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import { entitySeed, LIST_LENGTH, madeUpDate, madeUpDecimal, madeUpId, madeUpInteger, madeUpText } from './made-up.ts';
import type { MessageField, MessageType, MessageTypes } from './message-types.ts';

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
  message(type: MessageType, seed: string, given: Given): object | null;
  /** One value of a field; of a repeated one, one entry. */
  value(owner: MessageType, field: MessageField, seed: string, given: Given): unknown;
}

export function messageMaker(types: MessageTypes, toldOf: ToldOf): MessageMaker {
  /** @param inside the messages that this one is in: one that holds itself would have no end. */
  function make(type: MessageType, seed: string, given: Given, inside: readonly string[]): object | null {
    if (type.fullName === 'google.protobuf.Timestamp') return toTimestamp(madeUpDate(seed));
    if (inside.includes(type.fullName)) return null;
    const within = [...inside, type.fullName];
    if (!isEntity(type)) return fill(type, seed, given, given, within);
    const id = typeof given['id'] === 'string' && given['id'] !== '' ? given['id'] : madeUpId(`${type.name} ${seed}`);
    const told = toldOf(type.name, id);
    return told === null ? null : fill(type, entitySeed(type.name, [id]), { ...told, ...given, id }, {}, within);
  }

  /** @param passedOn is for the messages in it. */
  function fill(type: MessageType, seed: string, given: Given, passedOn: Given, within: readonly string[]): object {
    const values = type.fields.map((field): [string, unknown] => {
      const at = `${seed}.${field.name}`;
      const own = given[field.name];
      if (!field.repeated) return [field.name, one(type, field, at, own, passedOn, within)];
      const entries = Array.isArray(own) ? own : Array.from({ length: LIST_LENGTH }, () => undefined);
      const list = entries.map((entry, index) => one(type, field, `${at}.${index}`, entry, passedOn, within));
      return [field.name, list.filter((entry) => entry !== null && entry !== undefined)];
    });
    return Object.fromEntries(values);
  }

  function one(
    owner: MessageType,
    field: MessageField,
    seed: string,
    own: unknown,
    passedOn: Given,
    within: readonly string[],
  ): unknown {
    if (field.type !== 'TYPE_MESSAGE') return scalarOr(own, madeUpScalar(types, owner, field, seed));
    const type = types.message(field.typeName);
    // A map's entries, which are as well none.
    if (!type) return undefined;
    if (type.fullName === 'google.protobuf.Timestamp' && isGiven(own)) return own;
    return make(type, seed, isGiven(own) ? present(own) : passedOn, within);
  }

  return {
    message: (type, seed, given) => make(type, seed, present(given), []),
    value: (owner, field, seed, given) => one(owner, field, seed, undefined, present(given), []),
  };
}

function isEntity({ fields }: MessageType): boolean {
  return fields.some(({ name, type, repeated }) => name === 'id' && type === 'TYPE_STRING' && !repeated);
}

/** What was given, where it is of the field's kind. */
function scalarOr(own: unknown, madeUp: unknown): unknown {
  return typeof own === typeof madeUp ? own : madeUp;
}

function madeUpScalar(types: MessageTypes, owner: MessageType, field: MessageField, seed: string): unknown {
  switch (field.type) {
    case 'TYPE_STRING':
      return madeUpText(seed, owner.name, field.name);
    case 'TYPE_BOOL':
      return false;
    case 'TYPE_BYTES':
      return Buffer.from(madeUpText(seed, owner.name, field.name));
    case 'TYPE_ENUM':
      // An enum of the unspecified value alone has no name to give.
      return types.enumValues(field.typeName)[0] ?? 0;
    case 'TYPE_DOUBLE':
    case 'TYPE_FLOAT':
      return Number(madeUpDecimal(seed));
    default:
      return LONG.test(field.type) ? String(madeUpInteger(seed)) : madeUpInteger(seed);
  }
}

/** The loader has them as texts; see proto.ts. */
const LONG = /64$/;

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null;
}

/** Without what a caller left out. */
function present(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}
