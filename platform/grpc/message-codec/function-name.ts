import type protobuf from 'protobufjs';

/** Of what reads or writes a message, or names an enum's values, in the source. */
export function functionName(type: protobuf.Type | protobuf.Enum): string {
  return `message${type.fullName.replaceAll('.', '_')}`;
}
