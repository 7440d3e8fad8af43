import { z } from 'zod';
import { derivedDefault } from './derived-default.ts';

/** A switch for what development shows and production does not. */
export const developmentSwitch = derivedDefault(
  z.enum(['true', 'false']).optional().describe('true or false; without it true in development alone'),
  ({ NODE_ENV }) => String(isSwitchedOn(undefined, String(NODE_ENV))),
);

/** @param value of a `developmentSwitch`. */
export function isSwitchedOn(value: 'true' | 'false' | undefined, NODE_ENV: string): boolean {
  return value === undefined ? NODE_ENV !== 'production' : value === 'true';
}
