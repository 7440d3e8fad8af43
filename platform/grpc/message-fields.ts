import { toSnakeCase } from '../values/snake-case.ts';
import type { LoadedService } from './proto.ts';

/** A field of a message. */
interface MessageField {
  /** As the loader writes it: `createTime`. */
  name: string;
  isList: boolean;
  /** Those of the message in it; undefined for a scalar or an enum. */
  fields?: MessageFields;
}

/** The fields of a message by the names that the proto gives them: `create_time`. In the proto's order. */
export type MessageFields = ReadonlyMap<string, MessageField>;

/**
 * The fields of a message of a service's own package, with those of the messages in it; undefined when there is no such
 * message.
 */
export function messageFields(service: DescribedService, message: string): MessageFields | undefined {
  return fieldsOf(service, `${packageOf(service.name)}.${message}`, []);
}

type DescribedService = Pick<LoadedService<never>, 'name' | 'packageDefinition'>;

/** @param inside the messages that this one is in: one that holds itself would have no end. */
function fieldsOf(service: DescribedService, fullName: string, inside: readonly string[]): MessageFields | undefined {
  const { type } = service.packageDefinition[fullName] ?? {};
  if (!isDescriptor(type) || inside.includes(fullName)) return undefined;
  const entries = type.field.map(({ name, label, typeName }): [string, MessageField] => {
    const fullTypeName = typeName && resolve(service, packageOf(fullName), typeName);
    const fields = fullTypeName ? fieldsOf(service, fullTypeName, [...inside, fullName]) : undefined;
    return [toSnakeCase(name), { name, isList: label === 'LABEL_REPEATED', ...(fields && { fields }) }];
  });
  return new Map(entries);
}

/** The full name of a type, of which the loader leaves out what it has in common with the message's own. */
function resolve(service: DescribedService, scope: string, typeName: string): string | undefined {
  const fullName = scope === '' ? typeName : `${scope}.${typeName}`;
  if (fullName in service.packageDefinition) return fullName;
  return scope === '' ? undefined : resolve(service, packageOf(scope), typeName);
}

function packageOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

/** https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto: DescriptorProto */
interface Descriptor {
  field: { name: string; label: string; typeName: string }[];
}

function isDescriptor(type: unknown): type is Descriptor {
  return typeof type === 'object' && type !== null && 'field' in type;
}
