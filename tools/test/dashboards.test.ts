import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DASHBOARDS, dashboardFile, dashboardText } from '../observability/dashboards.ts';
import { metricsIn } from '../observability/metrics-in.ts';

test.each(DASHBOARDS)('$title is as `npm run dashboards` writes it', async (dashboard) => {
  expect(await readFile(dashboardFile(dashboard), 'utf8')).toBe(dashboardText(dashboard));
});

test('what an expression reads is found', () => {
  expect(
    metricsIn('topk(10, sum by (a, le) (rate(x_total{b="1",c=~"d|e"}[5m]))) / on (f) (y offset 1h) > 14.4 * 0.001'),
  ).toEqual([
    { metric: 'x_total', labels: ['b', 'c', 'a', 'le', 'f'] },
    { metric: 'y', labels: ['a', 'le', 'f'] },
  ]);
});
