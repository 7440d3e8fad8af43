import { pick } from './pick.ts';

/**
 * A value of a leaf type. One in eight is falsy, which is what code forgets; the others are seldom alike, so that a value
 * of another place, or of other arguments, is seen.
 *
 * @param values those of an enum; none for a scalar.
 */
export function leafValue(type: string, values: string[], seed: unknown): unknown {
  const number = pick([seed, 'number'], 8) === 0 ? 0 : pick(seed, 1_000_000);
  switch (type) {
    case 'Int':
      return number;
    case 'Float':
      return number / 4;
    case 'Boolean':
      return number % 2 === 1;
    case 'String':
    case 'ID':
      return number === 0 ? '' : `${type[0]}${number}`;
    default:
      if (values.length > 0) return values[number % values.length];
      return [number, false, '', {}, { id: number, __typename: 'None' }, [], [[number], [0]], `s${number}`][number % 8];
  }
}
