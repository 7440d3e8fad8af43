import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

// A test that is renamed or deleted takes its row of the page with it.
const page = await readFile(join(ROOT, 'docs/attacks.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+?) +\| `(.+?)` +\| (.+?) +\|$/gm)].map(
  ([, attack = '', file = '', title = '']) => ({
    attack,
    file,
    title,
  }),
);

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(30);
});

test.each(rows)('$attack: tried in $file', async ({ file, title }) => {
  const text = (await readFile(join(ROOT, file), 'utf8')).replaceAll("\\'", "'");
  // As a whole, in quotes: a comment that speaks of it is no test.
  const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`);
  expect(quoted.filter((each) => text.includes(each))).toHaveLength(1);
});
