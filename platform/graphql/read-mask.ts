import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { type MessageFields, messageFields } from '../grpc/message-fields.ts';
import type { LoadedService } from '../grpc/proto.ts';
import type { FieldMask } from '../grpc/read-mask.ts';
import { type Mapping, protoName } from './mapping.ts';
import { selectedFields } from './selected-fields.ts';

/** Stands for all fields. */
export const ALL_FIELDS = '*';

/**
 * Says which fields of a message a client's selection needs, so that the core reads no others.
 *
 * @param service the core's.
 * @returns a function that makes a `read_mask` (https://google.aip.dev/157) from what a resolver is told. It is of the
 *   field's own message, of a list's entries, or of a connection's nodes; a reference resolver says of which type.
 */
export function readMasks(service: Service, mapping: Mapping): (info: ResolveInfo, type?: string) => FieldMask {
  // graphql-js has one array of nodes for a field, however many entities it is resolved for.
  const known = new WeakMap<object, Map<string, FieldMask>>();
  return (info, type = getNamedType(info.returnType).name) => {
    const masks = known.get(info.fieldNodes) ?? new Map<string, FieldMask>();
    known.set(info.fieldNodes, masks);
    const mask = masks.get(type) ?? maskOf(service, mapping, info, type);
    masks.set(type, mask);
    return mask;
  };
}

type Service = Pick<LoadedService<never>, 'name' | 'packageDefinition'>;
type ResolveInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'returnType' | 'schema'>;
type Selections = readonly SelectionSetNode[];

function maskOf(service: Service, mapping: Mapping, info: ResolveInfo, typeName: string): FieldMask {
  const paths = new Set<string>();
  const type = info.schema.getType(typeName);
  if (isObjectType(type)) {
    addType(
      type,
      info.fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      new Set(),
    );
  }
  // Of what is not known too much is read: a field that is missing would be worse.
  return { paths: paths.size > 0 ? [...paths] : [ALL_FIELDS] };

  /** @param within the types that led to it: one that leads to itself would have no end. */
  function addType(object: GraphQLObjectType, selections: Selections, within: ReadonlySet<GraphQLObjectType>): void {
    const fields = messageFields(service, mapping.messages?.[object.name] ?? object.name);
    if (fields) return addMessage(object, fields, '', selections);
    if (within.has(object)) return;
    // Whoever asks a connection for its cursors alone has nodes counted, not read.
    const selected = selectedFields(object, selections, info);
    for (const name of OF_CONNECTION) {
      const child = fieldType(object, name);
      if (isObjectType(child)) addType(child, selected.get(name) ?? [], new Set([...within, object]));
    }
  }

  /** @param prefix of the message's paths: empty, or `lines.`. */
  function addMessage(object: GraphQLObjectType, fields: MessageFields, prefix: string, selections: Selections): void {
    // The first field is what identifies the message. Whoever asks for no other still gets as many as there are.
    for (const name of [...fields.keys()].slice(0, 1)) paths.add(`${prefix}${name}`);
    for (const [name, inside] of selectedFields(object, selections, info)) {
      const coordinate = `${object.name}.${name}`;
      // Another RPC answers it.
      if (mapping.rpcs?.[coordinate]) continue;
      const path = protoName(mapping, coordinate);
      const field = fields.get(path);
      const child = fieldType(object, name);
      if (!field) {
        // A resolver makes it from others, and nobody says from which.
        paths.add(prefix === '' ? ALL_FIELDS : prefix.slice(0, -1));
      } else if (field.isList && field.fields && isObjectType(child)) {
        addMessage(child, field.fields, `${prefix}${path}.`, inside);
      } else {
        paths.add(`${prefix}${path}`);
      }
    }
  }
}

function fieldType(object: GraphQLObjectType, name: string) {
  return getNamedType(object.getFields()[name]?.type);
}

/** What leads from a connection to its nodes (https://relay.dev/graphql/connections.htm). */
const OF_CONNECTION = ['edges', 'node', 'nodes'];
