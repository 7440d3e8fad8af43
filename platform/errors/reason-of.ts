/**
 * Why something failed, in the words of what it failed with, for logs and `/readyz`. Whoever shows it takes passwords out: see
 * redactUrls().
 */
export function reasonOf(error: unknown): string {
  // A connection that every address of a name refused says nothing itself.
  if (error instanceof AggregateError && error.message === '')
    return [...new Set(error.errors.map(reasonOf))].join(', ');
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  return error.message || code || error.name;
}
