/** A request with a value at a path such as `lines[0].productId`; what else it has stays. */
export function withValue(request: object, path: string, value: unknown): object {
  const copy: Record<string, unknown> = structuredClone({ ...request });
  const steps = path.match(/\w+/g) ?? [];
  let parent = copy;
  for (const step of steps.slice(0, -1)) {
    // An object that the request has not is made; the index of an entry is a step, too.
    parent[step] ??= {};
    parent = parent[step] as Record<string, unknown>;
  }
  parent[steps.at(-1) ?? ''] = value;
  return copy;
}
