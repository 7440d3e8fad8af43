import { type Answer, holds, idsIn, type Question } from './question.ts';
import type { Things } from './things.ts';

/**
 * What somebody gets, as the page says it: a code, whose of several, or ✓.
 *
 * @param answers by what was asked about; a list is asked once, by ''.
 */
export function cellOf(question: Question, answers: ReadonlyMap<string, Answer>, things: Things): string {
  const got = [...answers].filter(([, { code, value }]) => code === undefined && holds(value));
  if (got.length === 0) return [...new Set([...answers.values()].map(({ code }) => code ?? 'nothing'))].join(' or ');
  if (question.about)
    return whose(
      got.map(([label]) => label),
      answers.size,
    );
  const ids = new Set(got.flatMap(([, { value }]) => idsIn(value)));
  const known = question.returns === undefined ? [] : [...things.of(question.returns)];
  const labels = known.filter(([, id]) => ids.has(id)).map(([label]) => label);
  return labels.length === 0 ? '✓' : whose(labels, known.length);
}

function whose(labels: string[], all: number): string {
  return labels.length < all ? labels.join(', ') : all === 1 ? '✓' : 'all';
}
