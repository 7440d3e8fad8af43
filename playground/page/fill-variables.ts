import type { ExistingIds } from './existing-ids.ts';

/** Variables with nothing left to fill in, or what there is none of yet. */
export interface Filled {
  text: string;
  /** `order`, where no order is there. */
  missing: readonly string[];
}

/**
 * Fills `<an order's id>` with the id of an order that exists, another for each place, and `<a new key>` with a new one. A
 * change takes any of them, so that what it does to one does not stand in the way of the next.
 */
export function fillVariables(text: string, ids: ExistingIds, isMutation: boolean): Filled {
  const missing = new Set<string>();
  const rests = new Map<string, string[]>();
  const next = (entity: string): string | undefined => {
    const type = typeOf(entity);
    const rest = rests.get(type) ?? [];
    if (rest.length === 0) rest.push(...(ids.get(type) ?? []));
    rests.set(type, rest);
    const [id] = rest.splice(isMutation ? Math.floor(Math.random() * rest.length) : 0, 1);
    if (id === undefined) missing.add(entity);
    return id;
  };
  const filled = text
    .replaceAll(NEW_KEY, () => crypto.randomUUID())
    .replaceAll(AN_ID, (placeholder, entity: string) => next(entity) ?? placeholder);
  return { text: filled, missing: [...missing] };
}

const NEW_KEY = '<a new key>';
const AN_ID = /<an? ([\w-]+)'s id>/g;

/** `gift-card` → `GiftCard` */
function typeOf(entity: string): string {
  return entity
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
