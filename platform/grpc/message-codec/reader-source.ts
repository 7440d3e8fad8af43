import type protobuf from 'protobufjs';
import { type FieldCodec, fieldsOf } from './field-codecs.ts';
import { functionName } from './function-name.ts';

/**
 * The source of a function that reads a message with `r`, a ByteReader, up to `end`, its parameter. What is absent is its default,
 * and what is optional is no property then.
 */
export function readerSource(type: protobuf.Type): string {
  const fields = fieldsOf(type) ?? [];
  const always = fields.filter(({ isOptional }) => !isOptional);
  return `${fields.map(({ declares = '' }) => declares).join('\n')}
  function ${functionName(type)}(end) {
    ${fields.map((field) => `let field${field.id} = ${absentOf(field)};`).join('\n')}
    while (r.isBefore(end)) {
      const tag = r.varint();
      switch (tag) {
        ${fields.map(cases).join('\n')}
        default: r.skip(tag);
      }
    }
    const message = { ${always.map(({ name, id }) => `${JSON.stringify(name)}: field${id}`).join(', ')} };
    ${fields
      .filter(({ isOptional }) => isOptional)
      .map(({ name, id }) => `if (field${id} !== undefined) message[${JSON.stringify(name)}] = field${id};`)
      .join('\n')}
    return message;
  }`;
}

const absentOf = ({ isRepeated, isOptional, absent }: FieldCodec) =>
  isOptional ? 'undefined' : isRepeated ? '[]' : absent;

function cases({ id, isRepeated, wireType, read }: FieldCodec): string {
  const one = `case ${tag(id, wireType)}: ${isRepeated ? `field${id}.push(${read})` : `field${id} = ${read}`}; break;`;
  if (!isRepeated || wireType === 2) return one;
  // Numbers may be packed, or come one by one.
  return `${one}
    case ${tag(id, 2)}: { const last = r.endOf(); while (r.isBefore(last)) field${id}.push(${read}); break; }`;
}

const tag = (id: number, wireType: number) => ((id << 3) | wireType) >>> 0;
