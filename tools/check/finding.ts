/**
 * Something that a change does to others.
 * - `error` and `breaking` fail the check: it cannot be served, or somebody's work stops.
 * - `dangerous` may surprise: somebody should look.
 * - `safe` is for the record.
 */
export interface Finding {
  verdict: Verdict;
  area: Area;
  /** What is different, or wrong. */
  message: string;
  /** What to do about it. */
  advice?: string;
  /** `file:line` where it is written, from the repository's root. */
  places: string[];
  /** The operations that it breaks. */
  operations: BrokenOperation[];
  /** Whose code it touches, such as `subgraphs/order`. */
  touches: string[];
}

export type Verdict = 'error' | 'breaking' | 'dangerous' | 'safe';
export type Area =
  | 'composition'
  | 'API'
  | 'permissions'
  | 'protos'
  | 'migrations'
  | 'entities'
  | 'shipping'
  | 'budget'
  | `subgraph ${string}`
  | `drift ${string}`;

export interface BrokenOperation {
  file: string;
  owner: string;
}

export function finding(part: Pick<Finding, 'verdict' | 'area' | 'message'> & Partial<Finding>): Finding {
  return { places: [], operations: [], touches: [], ...part };
}

/** Does it fail the check? */
export function fails({ verdict }: Finding): boolean {
  return verdict === 'error' || verdict === 'breaking';
}
