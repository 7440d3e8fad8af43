import type { Location } from 'graphql';

/** Something that composition has to say about the subgraphs' schemas. */
export interface Problem {
  severity: Severity;
  /** Such as FIELD_TYPE_MISMATCH; see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/errors. */
  code: string;
  message: string;
  /** Where the schemas say what the problem is about; none when it is about something that none of them says. */
  places: Place[];
}

/** Errors prevent a supergraph; the others are hints, which do not. */
export type Severity = 'error' | 'warning' | 'info' | 'debug';

export interface Place {
  subgraph: string;
  /** As a path from the current folder. */
  file: string;
  line: number;
  column: number;
}

/** The place of a part of a subgraph's schema. */
export function placeAt(subgraph: string, { source, startToken }: Location): Place {
  return { subgraph, file: source.name, line: startToken.line, column: startToken.column };
}

/** A problem as people read it, and as editors and terminals find its places. */
export function formatProblem({ severity, code, message, places }: Problem): string {
  const [first = '', ...rest] = message.trimEnd().split('\n');
  const width = Math.max(...places.map(({ subgraph }) => subgraph.length));
  return [
    `${severity} ${code}: ${first}`,
    ...rest.map((line) => `  ${line}`.trimEnd()),
    ...places.map(({ subgraph, file, line, column }) => `    at ${subgraph.padEnd(width)}  ${file}:${line}:${column}`),
  ].join('\n');
}

/** `2 errors, 1 warning`; `no problems`. */
export function countProblems(problems: readonly Problem[]): string {
  const counts = (['error', 'warning', 'info', 'debug'] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    if (count === 0) return [];
    const noun = severity === 'info' || severity === 'debug' ? `${severity} hint` : severity;
    return [`${count} ${noun}${count === 1 ? '' : 's'}`];
  });
  return counts.join(', ') || 'no problems';
}
