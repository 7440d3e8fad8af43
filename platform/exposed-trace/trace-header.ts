/** Asks for the request's trace; its value is `1`. Parts that ask others for such a request send it on. */
export const TRACE_HEADER = 'commerce-expose-trace';

/** @param read one header's value, by its name in lower case. */
export function asksForTrace(read: (header: string) => unknown): boolean {
  return read(TRACE_HEADER) === '1';
}
