import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const FOLDER = resolve(import.meta.dirname, '../../deploy/observability');
const TESTS = ['commerce', 'slow'].map((name) => resolve(FOLDER, `rules/${name}.test.yaml`));
const rules = parse(await readFile(resolve(FOLDER, 'rules/commerce.yaml'), 'utf8')) as {
  groups: { rules: { alert?: string; annotations?: { runbook: string } }[] }[];
};
const alerts = rules.groups.flatMap((group) => group.rules.filter(({ alert }) => alert !== undefined));

test('every alert has a place where it says what to do, and every such place an alert', async () => {
  const page = await readFile(resolve(FOLDER, '../../docs/alerts.md'), 'utf8');
  const places = [...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(alerts.map(({ alert }) => alert)).toEqual(places);
  for (const { alert = '', annotations } of alerts) {
    expect(annotations?.runbook).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
  }
});

test('every alert is tried', async () => {
  const tests = await Promise.all(TESTS.map((file) => readFile(file, 'utf8')));
  const tried = new Set([...tests.join('').matchAll(/alertname: (\w+)/g)].map(([, name]) => name));
  expect(alerts.map(({ alert }) => alert).filter((alert) => !tried.has(alert))).toEqual([]);
});

// CI has it; elsewhere it is in the package prometheus of Debian.
test.runIf(spawnSync('promtool', ['--version']).status === 0)(
  'the alerts tell what they are for, and nothing else',
  () => {
    const { status, stderr, stdout } = spawnSync('promtool', ['test', 'rules', ...TESTS], { encoding: 'utf8' });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
  },
);
