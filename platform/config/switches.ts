import { z } from 'zod';

/** A switch for what development shows and production does not. */
export const developmentSwitch = z
  .enum(['true', 'false'])
  .optional()
  .describe('true or false; without it true in development alone');

/** @param value of a `developmentSwitch`. */
export function isSwitchedOn(value: 'true' | 'false' | undefined, NODE_ENV: string): boolean {
  return value === undefined ? NODE_ENV !== 'production' : value === 'true';
}
