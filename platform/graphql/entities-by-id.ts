import { Counter } from 'prom-client';
import { DomainError } from '../errors/domain-error.ts';
import { unknownText } from '../errors/entity-errors.ts';
import type { FieldMask } from '../grpc/read-mask.ts';
import { log } from '../log.ts';
import { maskedLoader } from './masked-loader.ts';
import { shorten } from './shorten.ts';

/** Reads entities of one type for one request; see `maskedLoader`. */
export interface EntityLoader<Entity> {
  /** @returns null for an id that nothing has, as far as the caller may know. */
  load(id: string, mask: FieldMask): Promise<Entity | null>;
  /**
   * The same for an id that another part has stored, and so named something once.
   *
   * @returns null where the caller may not see what has the id.
   * @throws DomainError NotFound where nothing has it.
   */
  loadReference(id: string, mask: FieldMask): Promise<Entity | null>;
  /** Forgets what was read. */
  clearAll(): void;
}

/**
 * Gathers the ids that one request asks for, and reads each once, with the fields that are asked for.
 *
 * @param entity as a client may call it: "account".
 * @param read gives what each id stands for, in the order of the ids: the entity, or null, and then whether nothing has it.
 */
export function entitiesById<Entity>(
  entity: string,
  read: (ids: string[], readMask: FieldMask) => Promise<Result<Entity>[]>,
): EntityLoader<Entity> {
  const results = maskedLoader<string, Result<Entity>>({ nameOf: (id) => id, groupOf: () => '', read });
  return {
    load: async (id, mask) => (await results.load(id, mask)).entity,
    async loadReference(id, mask) {
      const { entity: found, notFound } = await results.load(id, mask);
      if (!found && notFound) throw lostReference(entity, id);
      return found;
    },
    clearAll: () => results.clearAll(),
  };
}

interface Result<Entity> {
  entity: Entity | null;
  notFound: boolean;
}

/** Its client learns that something is missing, and its operator that a store lost something. */
function lostReference(entity: string, id: string): DomainError {
  lostReferences.inc({ entity });
  log.warn({ entity, id: shorten(id) }, 'a reference leads nowhere');
  return new DomainError('NotFound', unknownText(entity, shorten(id)), { reason: 'REFERENCE_LOST' });
}

const lostReferences = new Counter({
  name: 'lost_references_total',
  help: 'References that were followed to an entity that nothing has, by the kind of entity.',
  labelNames: ['entity'] as const,
});
