import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

// What `npm run pages` made of others' packages, which the image passes on.

const LICENCES = resolve(import.meta.dirname, '../../playground/generated/licences.txt');

test('each package that the pages are made of is there once, with its licence', async () => {
  const text = await readFile(LICENCES, 'utf8');
  const packages = text.split(/\n-{80}\n\n/);
  const names = packages.map((one) => one.slice(0, one.indexOf(': ')));
  expect(new Set(names).size).toBe(names.length);
  for (const name of ['graphiql', 'graphql', 'markdown-it', 'monaco-editor', 'monaco-graphql', 'react', 'react-dom']) {
    const one = packages.find((said) => said.startsWith(`${name} `)) ?? '';
    expect([name, one.includes('\nPermission is hereby granted, free of charge')]).toEqual([name, true]);
  }
  // Monaco says of what it has of others in a file of its own.
  expect(text).toContain('THIRD-PARTY SOFTWARE NOTICES');
});
