import { expect, test } from 'vitest';
import { z } from 'zod';
import { LONGEST_TIMEOUT_MS } from '../../call-context.ts';
import { idempotencyRetention } from '../../config/idempotency-retention.ts';
import { readConfig } from '../../config/read-config.ts';

const HOUR = 3_600_000;
const read = (value?: string) =>
  readConfig(z.object({ IDEMPOTENCY_RETENTION: idempotencyRetention }), { IDEMPOTENCY_RETENTION: value })
    .IDEMPOTENCY_RETENTION;

test.each([
  [undefined, 7 * 24 * HOUR],
  ['', 7 * 24 * HOUR],
  ['7d', 7 * 24 * HOUR],
  ['36h', 36 * HOUR],
  ['90m', 1.5 * HOUR],
  ['60m', HOUR],
  ['99999d', 99_999 * 24 * HOUR],
])('%j is %d milliseconds', (text, milliseconds) => {
  expect(read(text)).toBe(milliseconds);
});

test.each(['59m', '0d', '7', '7 days', '-1d', '1.5d', '7D', '100000d', '604800000', '10s'])(
  '%j is refused, with what was expected',
  (text) => {
    expect(() => read(text)).toThrow(
      `IDEMPOTENCY_RETENTION: expected a time in minutes, hours or days, such as 7d or 36h, and no less than an hour, the longest a request may take, got "${text}"`,
    );
  },
);

test('no request may take longer than the shortest retention', () => {
  expect(read('1h')).toBe(LONGEST_TIMEOUT_MS);
});
