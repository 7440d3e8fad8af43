import { join } from 'node:path';
import { loadService } from '../../grpc/proto.ts';

/** A contract with every kind of field. */
export const libraryService = loadService<never>({
  name: 'library',
  serviceName: 'commerce.library.v1.LibraryService',
  protosFolder: import.meta.dirname,
  protoFile: join(import.meta.dirname, 'library.proto'),
});
