export type LogLine = Record<string, unknown>;

/** The lines of a process's output that are log lines. */
export function logLines(stdout: string): LogLine[] {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as LogLine);
}

/** Who wrote a line about a request: a server of GraphQL, or a method of a core. */
export function sourceOf({ server, method }: LogLine): unknown {
  return server ?? method;
}
