import type { FetchNode } from '@apollo/query-planner';
import { isData } from './data.ts';
import type { Types } from './types-of.ts';

/** Changes what is sent to a subgraph, or what came from it, in place. */
export type Rewrite = (value: unknown) => void;

/**
 * The planner's rewrites of a fetch: it gives a field another name in a subgraph's document where two of one name would
 * conflict, and an object the name of its interface where a subgraph knows no other.
 *
 * @returns undefined when there are none.
 */
export function toRewrite(types: Types, rewrites: FetchNode['outputRewrites']): Rewrite | undefined {
  if (!rewrites?.length) return undefined;
  const steps = rewrites.map((rewrite) => {
    const last = rewrite.path.at(-1) ?? '';
    const change = (parent: Record<string, unknown>) => {
      if (rewrite.kind === 'ValueSetter') parent[last] = rewrite.setValueTo;
      // 0, false and "" are values like any other.
      else if (parent[last] !== undefined) {
        parent[rewrite.renameKeyTo] = parent[last];
        parent[last] = undefined;
      }
    };
    return { path: rewrite.path.slice(0, -1), change };
  });
  return (value) => {
    for (const { path, change } of steps) changeAt(types, value, path, 0, change);
  };
}

function changeAt(
  types: Types,
  value: unknown,
  path: readonly string[],
  index: number,
  change: (parent: Record<string, unknown>) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) changeAt(types, item, path, index, change);
    return;
  }
  if (!isData(value)) return;
  const step = path[index];
  if (step === undefined) change(value);
  else if (!step.startsWith(FRAGMENT)) changeAt(types, value[step], path, index + 1, change);
  else if (value['__typename'] === undefined || types.isA(value['__typename'], step.slice(FRAGMENT.length)))
    changeAt(types, value, path, index + 1, change);
}

const FRAGMENT = '... on ';

/** The names that fields have in a subgraph's document and not in the response. */
export function renamedKeys(rewrites: FetchNode['outputRewrites']): ReadonlyMap<string, string> {
  const names = (rewrites ?? []).flatMap((rewrite) =>
    rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1) ?? '', rewrite.renameKeyTo] as const] : [],
  );
  return new Map(names);
}
