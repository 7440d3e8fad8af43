import { expect } from 'vitest';
import type { shopOf } from '../shop.ts';
import type { System } from '../start-system.ts';

/** What a scenario of one root field works with. */
export type Scenario = (system: System, shop: ReturnType<typeof shopOf>) => Promise<void>;

export const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const CURSOR = expect.stringMatching(/./);
/** A UUID that nothing has. */
export const UNKNOWN = '01900000-0000-7000-8000-000000000000';
