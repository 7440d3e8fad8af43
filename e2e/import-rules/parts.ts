/** A part of the repository, as the table "Who may import whom" divides it. */
export interface Part {
  kind: PartKind;
  /** The folder that owns it: `subgraphs/account`, `platform`, `e2e`; empty for a file in the root. */
  owner: string;
}

export type PartKind =
  | 'platform'
  | 'platform/testing'
  | 'client'
  | 'core'
  | 'graph'
  | 'generated'
  | 'router'
  /** A test of one workspace, or what its tests share. */
  | 'workspace test'
  /** What puts the parts together: standalone, tools, bench, e2e with all its tests, and files in the root. */
  | 'whole'
  /** A file where the design has no place for one. */
  | 'misplaced';

/** The part that a file belongs to; its path is from the root. */
export function partOf(file: string): Part {
  const [top = '', domain = '', ...inDomain] = file.split('/');
  const [area = ''] = inDomain;
  const inSubgraphs = top === 'subgraphs';
  const owner = inSubgraphs ? `${top}/${domain}` : file.includes('/') ? top : '';
  const part = (kind: PartKind): Part => ({ kind, owner });

  if (owner === '' || WHOLE.has(top)) return part('whole');
  if (/\.test\.ts$|\/test\//.test(file)) return part('workspace test');
  if (top === 'router') return part('router');
  if (top === 'platform') return part(domain === 'testing' ? 'platform/testing' : 'platform');
  if (inSubgraphs && inDomain.length === 1) return part(area === 'client.ts' ? 'client' : 'misplaced');
  if (inSubgraphs && (area === 'core' || area === 'graph' || area === 'generated')) return part(area);
  return part('misplaced');
}

const WHOLE = new Set(['standalone', 'tools', 'bench', 'e2e']);
