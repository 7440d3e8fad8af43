import { join } from 'node:path';
import protobuf from 'protobufjs';
import type { LoadedService } from '@commerce/platform/grpc/proto';

/**
 * The messages of a service's proto, with fields named as gRPC's loader names them (`createTime`): the loader itself tells
 * their types only in part.
 */
export function readProto({
  protosFolder,
  protoFile,
}: Pick<LoadedService<never>, 'protosFolder' | 'protoFile'>): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_importer, path) => join(protosFolder, path);
  root.loadSync(protoFile).resolveAll();
  return root;
}
