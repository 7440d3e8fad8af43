import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { logLine } from '../log-line.ts';

const line = (fields: object) => `${JSON.stringify(fields)}\n`;

test('a line is written as it is', () => {
  const text = line({ level: 30, msg: 'The router is ready', requestId: 'a' });
  expect(logLine(text)).toBe(text);
});

test('no URL has its password, wherever it stands', () => {
  const err = { message: 'connect', cause: { stack: 'Error: http://u:s3cret@host\n    at file:///a.js:1:2' } };
  const text = logLine(
    line({ level: 50, msg: 'see "http://u:s3cret@host?key=s3cret"', urls: ['x://u:s3cret@h'], err }),
  );
  expect(text).not.toContain('s3cret');
  expect(JSON.parse(text)).toMatchObject({
    msg: 'see "http://***@host?***"',
    err: { cause: { stack: 'Error: http://***@host\n    at file:///a.js:1:2' } },
  });
});

test('a long line is shortened, and still says what it is about', () => {
  const err = { message: 'x'.repeat(1_000_000), code: 'E' };
  const text = logLine(
    line({ level: 50, time: 1, requestId: 'a', err, waitsFor: Array.from({ length: 10_000 }, String) }),
  );
  expect(text.length).toBeLessThan(32_769);
  expect(text.endsWith('\n')).toBe(true);
  expect(JSON.parse(text)).toMatchObject({ level: 50, time: 1, requestId: 'a', err: { code: 'E' }, isShortened: true });
});

test('one that is still too long is its head alone', () => {
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`field ${n}`, n]));
  const text = logLine(line({ level: 50, time: 1, requestId: 'a', many }));
  expect(JSON.parse(text)).toEqual({
    level: 50,
    time: 1,
    requestId: 'a',
    msg: 'a log line was too large to be written',
  });
});

test('every line of a process goes through it', () => {
  const program = `import { log } from './platform/log.ts';
    log.error({ err: new Error('at http://u:s3cret@host'), url: 'http://u:s3cret@host' }, 'at http://u:s3cret@host');`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './tools/typescript.mjs', '--input-type=module', '--eval', program],
    { cwd: resolve(import.meta.dirname, '../..'), env: { PATH: process.env['PATH'] }, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ url: 'http://***@host', err: { message: 'at http://***@host' } });
  expect(stdout).not.toContain('s3cret');
});
