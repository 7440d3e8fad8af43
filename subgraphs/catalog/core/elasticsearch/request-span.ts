import type { NewSpan } from '@commerce/platform/exposed-trace/exposed-span';

/** How a request is shown to whoever may see traces: by its kind, such as `search`, and without what it asks for. */
export function requestSpan({ path }: { path: string }): NewSpan {
  // The first segment is an index, or an API of its own: `/products/_search`, `/_mget`.
  const kind = /\/_([a-z_]+)/.exec(path)?.[1] ?? 'request';
  return { kind: 'statement', name: kind, store: 'catalog' };
}

/** How many documents an answer has; undefined where it is about something else. */
export function rowsIn(body: string): number | undefined {
  try {
    const { hits, docs, items, count } = JSON.parse(body) as {
      hits?: { hits?: unknown[] };
      docs?: unknown[];
      items?: unknown[];
      count?: unknown;
    };
    return (hits?.hits ?? docs ?? items)?.length ?? (typeof count === 'number' ? 1 : undefined);
  } catch {
    return undefined;
  }
}
