import type protobuf from 'protobufjs';
import { type FieldCodec, fieldsOf } from './field-codecs.ts';
import { functionName } from './function-name.ts';

/** The source of a function that writes a message's fields with `w`, a ByteWriter. */
export function writerSource(type: protobuf.Type): string {
  const fields = fieldsOf(type) ?? [];
  return `${fields.map(({ declares = '' }) => declares).join('\n')}
  function ${functionName(type)}(message) {
    if (message === null || typeof message !== 'object') throw new TypeError('Expected ${type.name}, got ' + typeof message + '.');
    ${fields.map((field) => (field.isRepeated ? list(field) : single(field))).join('\n')}
  }`;
}

function single({ name, id, hasPresence, wireType, toSent, isDefault, write }: FieldCodec): string {
  const condition = hasPresence ? '' : `if (!(${isDefault('sent')}))`;
  return `{
    const value = message[${JSON.stringify(name)}];
    if (value !== undefined && value !== null) {
      const sent = ${toSent('value')};
      ${condition} { w.varint(${tag(id, wireType)}); ${write('sent')} }
    }
  }`;
}

/** Numbers are packed (https://protobuf.dev/programming-guides/encoding/#packed). */
function list({ name, id, wireType, toSent, write }: FieldCodec): string {
  const isPacked = wireType !== 2;
  const each = `for (const value of values) {
    const sent = ${toSent('value')};
    ${isPacked ? '' : `w.varint(${tag(id, wireType)});`} ${write('sent')}
  }`;
  return `{
    const values = message[${JSON.stringify(name)}];
    if (values !== undefined && values !== null) {
      if (!Array.isArray(values)) throw new TypeError('${name}: expected a list, got ' + typeof values + '.');
      ${isPacked ? `if (values.length > 0) { w.varint(${tag(id, 2)}); const start = w.open(); ${each} w.close(start); }` : each}
    }
  }`;
}

const tag = (id: number, wireType: number) => ((id << 3) | wireType) >>> 0;
