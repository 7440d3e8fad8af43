import type { FieldMask } from '../grpc/read-mask.ts';
import { maskedLoader, type MaskedLoader } from './masked-loader.ts';

/**
 * Gathers the ids that one request asks for, and reads each once, with the fields that are asked for.
 *
 * @param read gives the entity of each id, in the order of the ids; null for an unknown one.
 */
export function entitiesById<Entity>(
  read: (ids: string[], readMask: FieldMask) => Promise<(Entity | null)[]>,
): MaskedLoader<string, Entity | null> {
  return maskedLoader({ nameOf: (id) => id, groupOf: () => '', read });
}
