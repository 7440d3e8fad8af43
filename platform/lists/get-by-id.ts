import { unknownEntity } from '../errors/entity-errors.ts';
import { checkUuid } from '../values/uuid.ts';

/**
 * Answers an RPC that reads one entity.
 *
 * @param entity as a client may call it: "account".
 * @param read finds the entities that exist, as for `batchById`.
 * @throws DomainError InvalidArgument when the id is no UUID, NotFound when there is no such entity.
 */
export async function getById<T>(entity: string, id: string, read: (ids: string[]) => Promise<T[]>): Promise<T> {
  const [found] = await read([checkUuid('id', id)]);
  if (!found) throw unknownEntity(entity, id);
  return found;
}
