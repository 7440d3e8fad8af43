import { conflict, type DomainError, notFound } from './domain-error.ts';

/**
 * The refusal of a request that names an entity which is not there.
 *
 * @param entity as a client may call it: "account".
 */
export function unknownEntity(entity: string, id: string): DomainError {
  return notFound({ field: 'id', description: unknownText(entity, id) });
}

/** The same in words, for an entity that another field names. */
export function unknownText(entity: string, id: string): string {
  return `There is no ${entity} ${id}.`;
}

/** The refusal of a change that expects another version than the entity has. */
export function staleVersion(entity: string, version: number): DomainError {
  const description = `The ${entity} has version ${version} now; read it again before you change it.`;
  return conflict({ field: 'expectedVersion', description });
}

/**
 * The refusal of a conditional change that found nothing to change.
 *
 * @param found the entity as it is; null when it is not there.
 */
export function changeRefused(entity: string, id: string, found: { version: number } | null): DomainError {
  return found ? staleVersion(entity, found.version) : unknownEntity(entity, id);
}
