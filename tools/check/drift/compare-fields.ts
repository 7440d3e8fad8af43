import type { DescMessage } from '@bufbuild/protobuf';
import { protoName } from '@commerce/platform/graphql/mapping';
import { type GraphQLType, isInputObjectType } from 'graphql';
import type { Finding } from '../finding.ts';
import { misfit } from './fits.ts';
import { placeInProto } from './read-protos.ts';
import { gap, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/**
 * Compares what the schema says of a message with the message's fields, both ways.
 *
 * @param inSchema the fields, or the arguments, that stand for the message's.
 * @param shownBy the coordinate that they are of.
 */
export function compareFields(
  both: SchemaAndProto,
  inSchema: readonly { coordinate: string; type: GraphQLType }[],
  message: DescMessage,
  shownBy: string,
): Finding[] {
  const seen = new Set<string>();
  const findings = inSchema.flatMap(({ coordinate, type }) => {
    if (coordinate in both.mapping.unmapped || coordinate in both.mapping.rpcs) return [];
    const wanted = protoName(both.mapping, coordinate);
    const field = message.fields.find(({ name }) => name === wanted);
    const places = placeOf(both, coordinate);
    if (!field) {
      const says = `${coordinate} is in the schema; the proto has no ${message.name}.${wanted}`;
      return [gap(both, says, [...places, placeInProto(message)])];
    }
    seen.add(wanted);
    const isInput = isInputObjectType(both.schema.getType(coordinate.split('.')[0] ?? ''));
    const reason = misfit(both, type, field, isInput);
    if (reason === undefined) return [];
    return [gap(both, `${coordinate} and ${message.name}.${wanted}: ${reason}`, [...places, placeInProto(field)])];
  });
  return [...findings, ...unseen(both, message, seen, shownBy)];
}

/** Reports the fields of a message that the schema does not show. */
export function unseen(
  both: SchemaAndProto,
  message: DescMessage,
  seen: ReadonlySet<string>,
  shownBy: string,
): Finding[] {
  return message.fields
    .filter(({ name }) => !seen.has(name) && !(`${message.name}.${name}` in both.mapping.unmapped))
    .map((field) => {
      const says = `${message.name}.${field.name} is in the proto; ${shownBy} has nothing for it in the schema`;
      return gap(both, says, [placeInProto(field), ...placeOf(both, shownBy)]);
    });
}
