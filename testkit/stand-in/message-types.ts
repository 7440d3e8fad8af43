import type { PackageDefinition } from '@grpc/proto-loader';
import { z } from 'zod';

/** The messages and enums of a loaded proto file, by the names that protobuf gives them: `commerce.type.v1.Money`. */
export interface MessageTypes {
  /** Undefined for what is no message, and for the entries of a map. */
  message(fullName: string): MessageType | undefined;
  /** The names of an enum's values, without the unspecified one; see https://google.aip.dev/126. */
  enumValues(fullName: string): string[];
}

export interface MessageType {
  fullName: string;
  /** Its last part: "Money". */
  name: string;
  fields: MessageField[];
}

export interface MessageField {
  /** As the loader writes it: `createTime`. */
  name: string;
  repeated: boolean;
  /** As protobuf's own descriptor names it: `TYPE_STRING`. */
  type: string;
  /** The full name of its message or enum; empty for other types. */
  typeName: string;
}

export function messageTypes(definitions: PackageDefinition): MessageTypes {
  const read = <T>(schema: z.ZodType<T>, fullName: string): T | undefined =>
    schema.safeParse(descriptorOf(definitions, fullName)).data;
  return {
    message(fullName) {
      const descriptor = read(messageDescriptor, fullName);
      if (!descriptor || descriptor.options?.mapEntry) return undefined;
      const fields = descriptor.field.map(({ name, label, type, typeName }) => ({
        name,
        repeated: label === 'LABEL_REPEATED',
        type,
        typeName: typeName && (resolveName(definitions, fullName, typeName) ?? ''),
      }));
      return { fullName, name: descriptor.name, fields };
    },
    enumValues: (fullName) => (read(enumDescriptor, fullName)?.value ?? []).slice(1).map(({ name }) => name),
  };
}

/**
 * A name as it stands in a message, made full: the loader leaves away what the two have in common
 * (https://protobuf.dev/programming-guides/proto3/#name-resolution).
 */
function resolveName(definitions: PackageDefinition, scope: string, name: string): string | undefined {
  const parts = scope.split('.');
  return parts
    .map((_, index) => [...parts.slice(0, parts.length - index), name].join('.'))
    .concat(name)
    .find((candidate) => descriptorOf(definitions, candidate) !== undefined);
}

/** The loader has what is in a message, such as its own enums, in the message's descriptor alone. */
function descriptorOf(definitions: PackageDefinition, fullName: string): unknown {
  const definition = definitions[fullName];
  if (definition) return 'format' in definition ? definition.type : undefined;
  const [, parent, name] = /^(.+)\.([^.]+)$/.exec(fullName) ?? [];
  if (parent === undefined) return undefined;
  const outer = outerDescriptor.safeParse(descriptorOf(definitions, parent)).data;
  return [...(outer?.nestedType ?? []), ...(outer?.enumType ?? [])].find((inner) => inner.name === name);
}

/** https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto */
const messageDescriptor = z.object({
  name: z.string(),
  field: z.array(z.object({ name: z.string(), label: z.string(), type: z.string(), typeName: z.string() })),
  options: z.object({ mapEntry: z.boolean() }).nullish(),
});
const enumDescriptor = z.object({ value: z.array(z.object({ name: z.string() })) });
const named = z.looseObject({ name: z.string() });
const outerDescriptor = z.object({ nestedType: z.array(named), enumType: z.array(named) });
