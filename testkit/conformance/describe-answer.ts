import type { AnswerError } from '../graphql-client.ts';

/** Errors where none were expected, as problems. */
export function describeErrors(errors: readonly AnswerError[] = []): string[] {
  return errors.map(({ message, path = [], extensions: { code } }) => {
    const where = path.length > 0 ? path.join('.') : 'the response';
    return `${where} has the error ${show(message)} (${show(code)}), expected none.`;
  });
}

/** A value of a response, as people read it. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
