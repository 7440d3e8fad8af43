import type protobuf from 'protobufjs';
import { functionName } from './function-name.ts';

/** What the functions of a message do about one field, as source: `w` is what writes, `r` what reads. */
export interface FieldCodec {
  name: string;
  id: number;
  isRepeated: boolean;
  /** Is it no property where it is absent? What is `optional`, and what is one of several (`oneof`). */
  isOptional: boolean;
  /** Is one that is not there something else than its default? Of what is optional, and of a message. */
  hasPresence: boolean;
  /** How it is written (https://protobuf.dev/programming-guides/encoding/#structure): a varint, eight bytes, or with its length. */
  wireType: 0 | 1 | 2;
  /** What an absent one is. */
  absent: string;
  /** @param value the source of what it is. @returns that of what is sent: a number for an enum's name. */
  toSent(value: string): string;
  /** Of what is sent: is it the default, which is not? */
  isDefault(sent: string): string;
  write(sent: string): string;
  read: string;
  /** What stands before the functions, once or more often. */
  declares?: string;
  /** Its type, when it is a message. */
  message: protobuf.Type | undefined;
}

/** @returns undefined when one of them is nothing that is known here. */
export function fieldsOf(type: protobuf.Type): FieldCodec[] | undefined {
  if (type.fieldsArray.some(({ map }) => map)) return undefined;
  const fields = type.fieldsArray.map(fieldCodec);
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

function fieldCodec(field: protobuf.Field): FieldCodec | undefined {
  const { name, id, repeated: isRepeated, resolvedType, partOf } = field.resolve();
  const value = resolvedType ? resolvedCodec(resolvedType) : SCALARS[field.type];
  if (!value) return undefined;
  const message = resolvedType && 'fields' in resolvedType ? resolvedType : undefined;
  const isOptional = Boolean(partOf);
  return { name, id, isRepeated, isOptional, hasPresence: isOptional || message !== undefined, ...value, message };
}

type ValueCodec = Pick<FieldCodec, 'wireType' | 'absent' | 'toSent' | 'isDefault' | 'write' | 'read' | 'declares'>;

function resolvedCodec(type: protobuf.Type | protobuf.Enum): ValueCodec {
  return 'fields' in type ? nestedCodec(type) : enumCodec(type);
}

function nestedCodec(type: protobuf.Type): ValueCodec {
  return {
    wireType: 2,
    absent: 'null',
    toSent: (value) => value,
    isDefault: () => 'false',
    write: (sent) => `const at = w.open(); ${functionName(type)}(${sent}); w.close(at);`,
    read: `${functionName(type)}(r.endOf())`,
  };
}

/** A number that the contract has no name for stays one: a newer one has. */
function enumCodec(type: protobuf.Enum): ValueCodec {
  const [numbers, names] = [`numbers${functionName(type)}`, `names${functionName(type)}`];
  return {
    ...INTEGER,
    absent: JSON.stringify(type.valuesById[0]),
    toSent: (value) => `(typeof ${value} === 'number' ? ${value} : numberOf(${numbers}, ${value}))`,
    read: `nameOf(${names}, r.varint() | 0)`,
    declares: `var ${numbers} = new Map(Object.entries(${JSON.stringify(type.values)}));
      var ${names} = new Map([...${numbers}].map(([name, number]) => [number, name]).reverse());
      var numberOf = (numbers, name) => {
        const number = numbers.get(name);
        if (number === undefined) throw new TypeError('Expected one of ' + [...numbers.keys()] + ', got ' + name + '.');
        return number;
      };
      var nameOf = (names, number) => names.get(number) ?? number;`,
  };
}

/** A number that is cut would be another one, and nobody would know. */
function within32Bits(value: string, cut: string): string {
  return `${value}; if ((${cut}) !== ${value}) throw new RangeError(${value} + ' is no whole number of 32 bits.')`;
}

const same = (value: string) => value;
const isZero = (sent: string) => `${sent} === 0`;

const INTEGER: ValueCodec = {
  wireType: 0,
  absent: '0',
  toSent: (value) => within32Bits(value, `${value} | 0`),
  isDefault: isZero,
  // A negative one is written as one of 64 bits.
  write: (sent) => `if (${sent} < 0) w.long(${sent}); else w.varint(${sent});`,
  read: '(r.varint() | 0)',
};

const LONG: ValueCodec = {
  wireType: 0,
  absent: `'0'`,
  toSent: same,
  isDefault: (sent) => `(${sent} === '0' || ${sent} === 0)`,
  write: (sent) => `w.long(${sent});`,
  read: 'r.long()',
};

/** Those that our contracts have, and few others. */
const SCALARS: { [type: string]: ValueCodec } = {
  string: {
    wireType: 2,
    absent: `''`,
    toSent: (value) => `(typeof ${value} === 'string' ? ${value} : String(${value}))`,
    isDefault: (sent) => `${sent} === ''`,
    write: (sent) => `w.string(${sent});`,
    read: 'r.string()',
  },
  bool: {
    wireType: 0,
    absent: 'false',
    toSent: (value) => `Boolean(${value})`,
    isDefault: (sent) => `${sent} === false`,
    write: (sent) => `w.varint(${sent} ? 1 : 0);`,
    read: '(r.varint() !== 0)',
  },
  double: {
    wireType: 1,
    absent: '0',
    toSent: (value) => `Number(${value})`,
    isDefault: (sent) => `Object.is(${sent}, 0)`,
    write: (sent) => `w.double(${sent});`,
    read: 'r.double()',
  },
  int32: INTEGER,
  uint32: {
    ...INTEGER,
    toSent: (value) => within32Bits(value, `${value} >>> 0`),
    write: (sent) => `w.varint(${sent});`,
    read: 'r.varint()',
  },
  int64: LONG,
  uint64: { ...LONG, write: (sent) => `w.unsignedLong(${sent});`, read: 'r.unsignedLong()' },
};
