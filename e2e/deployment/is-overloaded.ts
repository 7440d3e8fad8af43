/** Was a request refused because a part has too much to do? A client sends it again, as the README tells it to. */
export function isOverloaded(extensions: Record<string, unknown>): boolean {
  return extensions['reason'] === 'OVERLOADED' && extensions['retryable'] === true;
}
