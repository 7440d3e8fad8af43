import { type Answer, idsIn } from './question.ts';

/** The text of an answer without what is another each time: the ids of what was made for it, and when. */
export function textWithoutMade({ text, value }: Answer): string {
  const withoutIds = idsIn(value).reduce((rest, id) => rest.replaceAll(id, 'MADE'), text);
  return withoutIds.replaceAll(/"createTime":\{.*?\}/g, '"createTime":{}');
}

/** A value without the entries of its lists that have one of these ids. */
export function withoutEntries(value: unknown, ids: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutEntries(each, ids)]));
  }
  const kept = value.filter((entry: unknown) => !ids.includes((entry as { id?: string } | null)?.id ?? ''));
  return kept.map((entry) => withoutEntries(entry, ids));
}
