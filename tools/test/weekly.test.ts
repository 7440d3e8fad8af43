import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

// What no pull request runs is run by the weekly workflow, and as the docs say.

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFile(resolve(ROOT, path), 'utf8');
const workflow = await read('.github/workflows/weekly.yml');

/** All that a pattern's group stands for in a text, each once. */
function all(pattern: RegExp, text: string): string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, found = '']) => found))].toSorted();
}

test('it installs the versions of the routers that docs/other-routers.md names', async () => {
  const versions = /([@\w][\w/-]*@\d+\.\d+\.\d+)/g;
  const documented = all(versions, await read('docs/other-routers.md'));
  expect(documented.length).toBeGreaterThan(4);
  expect(all(versions, workflow)).toEqual(documented);
});

test('it runs each test that others leave out', async () => {
  const config = await read('vitest.config.ts');
  const routers = all(/'([a-z]+-(?:router|gateway))'/g, config);
  const switches = all(/process\.env\['(TEST_\w+)'\]/g, config);
  expect([routers.length, switches.length]).toEqual([4, 3]);
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const commands = all(/run: (.*)/g, workflow).map((line) =>
    line.replace(/npm run (test:\w+)/, (_run, name: string) => scripts[name] ?? ''),
  );
  for (const name of switches) expect(commands).toContainEqual(expect.stringContaining(`${name}=1`));
  for (const router of routers) expect(workflow).toContain(`if: matrix.router == '${router}'`);
  const matrix = /router: \[(.*)\]/.exec(workflow)?.[1]?.split(', ') ?? [];
  expect(matrix.toSorted()).toEqual(routers);
});
