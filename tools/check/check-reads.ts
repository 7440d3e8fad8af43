import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { placeInProto, type Protos } from './drift/read-protos.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Every RPC either changes something, and then takes a `request_id` that makes it happen once, or it is a read, and then
 * says so: clients send a read again when its answer is lost, and nothing else (platform/grpc/client.ts).
 *
 * @param protos of the tree.
 */
export function checkReads(protos: Protos): Finding[] {
  return [...protos.values()].flatMap(({ rpcs }) =>
    [...rpcs.values()].flatMap((rpc) => {
      const { name, input, idempotency } = rpc;
      const isRead = idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
      const changes = input.fields.some((field) => field.name === 'request_id');
      if (changes !== isRead) return [];
      return finding({
        verdict: 'error',
        area: 'protos',
        message: isRead ? `${name} is a read and takes a request_id` : `${name} is no read and takes no request_id`,
        advice: isRead
          ? 'Remove its idempotency_level, or the request_id.'
          : 'Write `option idempotency_level = NO_SIDE_EFFECTS;` if it changes nothing; else add a request_id.',
        places: [placeInProto(rpc)],
      });
    }),
  );
}
