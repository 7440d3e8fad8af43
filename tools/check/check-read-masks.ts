import type { DescMessage } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { placeInProto, type Protos } from './drift/read-protos.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Every RPC that reads an entity takes a `read_mask` (https://google.aip.dev/157): without one it reads what nobody asked
 * for, and a client's small question may cost its store any amount.
 *
 * @param protos of the tree.
 */
export function checkReadMasks(protos: Protos): Finding[] {
  return [...protos.values()].flatMap(({ rpcs }) =>
    [...rpcs.values()].flatMap((rpc) => {
      const { name, input, output, idempotency } = rpc;
      const entity = idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS && entityIn(output, []);
      const takesMask = input.fields.some(
        (field) => field.name === 'read_mask' && field.message?.typeName === 'google.protobuf.FieldMask',
      );
      if (!entity || takesMask) return [];
      return finding({
        verdict: 'error',
        area: 'protos',
        message: `${name} reads ${entity.name} and takes no read_mask`,
        advice: `Add \`google.protobuf.FieldMask read_mask\` to ${input.name}, and read what it names (readMaskOf).`,
        places: [placeInProto(rpc)],
      });
    }),
  );
}

/** The first message with an id of its own that a response holds, at whatever depth. */
function entityIn({ fields }: DescMessage, inside: readonly DescMessage[]): DescMessage | undefined {
  for (const { message } of fields) {
    if (!message || inside.includes(message)) continue;
    if (message.fields.some(({ name }) => name === 'id')) return message;
    const deeper = entityIn(message, [...inside, message]);
    if (deeper) return deeper;
  }
  return undefined;
}
