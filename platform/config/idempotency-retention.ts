import { z } from 'zod';
import { LONGEST_TIMEOUT_MS } from '../call-context.ts';

/**
 * For how long a core keeps idempotency keys, in milliseconds: a number with its unit, such as 7d. A key must outlive the
 * request that it came with, which may still be at work when its client sends it again.
 */
export const idempotencyRetention = z
  .string()
  .regex(/^\d{1,5}[mhd]$/)
  .describe(
    'a time in minutes, hours or days, such as 7d or 36h, and no less than an hour, the longest a request may take',
  )
  .transform((text) => Number.parseInt(text) * (MILLISECONDS[text.slice(-1)] ?? NaN))
  .refine((milliseconds) => milliseconds >= LONGEST_TIMEOUT_MS)
  .prefault('7d');

const MILLISECONDS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
