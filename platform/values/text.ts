import type { Violations } from './violations.ts';

export interface TextRule {
  /** In characters (Unicode code points), after the blanks at the ends are dropped. */
  max: number;
  /** May it be empty or all blank? */
  blank?: boolean;
}

/**
 * Checks a text and returns it without the blanks at its ends.
 * A NUL character is refused here because PostgreSQL cannot store one (https://www.postgresql.org/docs/current/datatype-character.html),
 * and half a surrogate pair because it has no UTF-8 form.
 */
export function checkText(violations: Violations, field: string, value: string, rule: TextRule): string {
  const text = value.trim();
  if (text.includes('\0')) violations.add(field, 'must not contain a NUL character');
  if (/\p{Surrogate}/u.test(text)) violations.add(field, 'must be well-formed Unicode');
  if (!rule.blank && text === '') violations.add(field, 'must not be blank');
  // The cheap test first: a text is never longer in characters than in UTF-16 units.
  if (text.length > rule.max && [...text].length > rule.max) {
    violations.add(field, `must have at most ${rule.max.toLocaleString('en')} characters`);
  }
  return text;
}
