import { shortenedText } from '@commerce/platform/exposed-trace/shortened-text';
import { parse, print } from 'graphql';
import type { ExecutableFetch } from '../execution/executable-fetch.ts';
import type { ExecutableNode } from '../execution/executable-plan.ts';
import type { Requirement } from '../execution/representation.ts';

/** A plan as `extensions.trace.plan` has it: see docs/decisions/traces-for-clients.md. */
export type PlanTree =
  | { kind: 'sequence' | 'parallel'; nodes: PlanTree[] }
  | {
      kind: 'fetch';
      id: number;
      subgraph: string;
      path: readonly string[];
      query: string;
      /** What is sent of each entity. */
      entities?: string[];
    };

export interface NumberedPlan {
  tree: PlanTree | null;
  /** The fetch that a sent one is, or is a part of; undefined for one of another plan. */
  idOf(fetch: PlannedFetch): number | undefined;
}

/** A fetch as it is sent: of entities that lack something it asks for less than the plan's own, at the same path. */
export type PlannedFetch = Pick<ExecutableFetch, 'path'>;

export function numberedPlan(plan: ExecutableNode | undefined): NumberedPlan {
  const ids = new Map<object, number>();
  let next = 0;
  let room = MAX_QUERIES;
  const toTree = (node: ExecutableNode): PlanTree => {
    if (!('fetch' in node)) {
      return { kind: node.kind === 'Sequence' ? 'sequence' : 'parallel', nodes: node.nodes.map(toTree) };
    }
    const { fetch } = node;
    const id = next++;
    ids.set(fetch, id);
    if (!ids.has(fetch.path)) ids.set(fetch.path, id);
    const query = shortenedText(print(parse(fetch.query)), Math.min(MAX_QUERY, room));
    room = Math.max(0, room - query.length);
    const entities = node.kind === 'Entities' ? { entities: node.fetch.requirements.map(textOf) } : {};
    return { kind: 'fetch', id, subgraph: fetch.subgraph, path: fetch.path, query, ...entities };
  };
  const tree = plan ? toTree(plan) : null;
  return { tree, idOf: (fetch) => ids.get(fetch) ?? ids.get(fetch.path) };
}

function textOf(requirement: Requirement): string {
  const { selections } = requirement;
  const shown = selections?.filter((each) => each.kind === 'Fragment' || each.name !== '__typename').map(textOf);
  const name = requirement.kind === 'Field' ? requirement.name : (requirement.type ?? '');
  return shown ? `${name} { ${shown.join(' ')} }` : name;
}

/** In characters. */
const MAX_QUERY = 4_000;
const MAX_QUERIES = 65_536;
