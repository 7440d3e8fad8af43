import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthentication } from '@commerce/platform/auth/authenticate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CUSTOMERS, PEOPLE, STAFF } from '../../seed/people.ts';
import { type Issuer, startIssuer } from '../../standalone/issuer.ts';

let folder: string;
let issuer: Issuer;
const start = async () => (issuer = await startIssuer('127.0.0.1', 0, folder));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-'));
  await start();
});
afterEach(async () => {
  await issuer.stop();
  await rm(folder, { recursive: true });
});

const askFor = (id: string) => fetch(`${issuer.origin}/token/${id}`, { method: 'POST' });

/** Who a part that takes the issuer's tokens takes the sender of one for. */
async function callerOf(token: string) {
  const authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables });
  try {
    return await authentication.callerOf([`Bearer ${token}`]);
  } finally {
    authentication.close();
  }
}

test('there are three customers and a member of staff, who may do everything', () => {
  expect(CUSTOMERS.map(({ scopes }) => scopes)).toEqual([[], [], []]);
  expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(4);
  expect(STAFF.scopes).toHaveLength(5);
});

test.each(PEOPLE)('$id gets a token that every part takes', async ({ id, scopes }) => {
  const answer = await askFor(id);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const caller = await callerOf(await answer.text());
  expect(caller).toMatchObject({ kind: 'subject', subject: id, scopes: new Set(scopes) });
});

test('a stranger gets none, and is told who there is', async () => {
  const answer = await askFor('mallory');
  expect([answer.status, await answer.text()]).toEqual([
    404,
    `Nobody here is mallory: there are ${PEOPLE.map(({ id }) => id).join(', ')}.\n`,
  ]);
});

test('a page of another site is not let read a token', async () => {
  const { headers } = await fetch(`${issuer.origin}/token/staff`, {
    method: 'POST',
    headers: { origin: 'https://example.com' },
  });
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('a token holds when the issuer has been started again, at whatever port', async () => {
  const token = await (await askFor('staff')).text();
  await issuer.stop();
  await start();
  expect(await callerOf(token)).toMatchObject({ subject: 'staff' });
});

test('its key is read by nobody else, and what others verify with has nothing secret', async () => {
  const path = join(folder, 'issuer-key.json');
  expect((await stat(path)).mode & 0o077).toBe(0);
  const { d: secret } = JSON.parse(await readFile(path, 'utf8')) as { d: string };
  expect(await (await fetch(issuer.variables.AUTH_JWKS)).text()).not.toContain(secret);
});

test('a file that holds no key is told, with what to do', async () => {
  await writeFile(join(folder, 'issuer-key.json'), '{"kty":"oct","k":"c2VjcmV0"}');
  await expect(startIssuer('127.0.0.1', 0, folder)).rejects.toThrow(
    'issuer-key.json holds no key of the development issuer: delete it, and a new one is made.',
  );
});
