import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { databaseVariables } from '../../config/variables.ts';
import { directUrl } from '../../postgres/direct-connection.ts';
import { DATABASE_PARAMETERS } from '../../postgres/url-parameters.ts';
import { connectionsPage } from './connections-page.ts';

const { DATABASE_URL } = databaseVariables;
const SERVER = 'postgresql://robot:s3cret@db:5432/shop';

/** What a process says of a URL at its start; nothing, when it takes it. */
function problemsOf(url: string): string[] {
  try {
    readConfig(z.object({ DATABASE_URL }), { DATABASE_URL: url });
    return [];
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
}

test.each([
  '',
  '?schema=shop',
  '?schema=Shop-1&pgbouncer=true',
  '?sslmode=verify-full&sslrootcert=/etc/ssl/db.crt&sslcert=a.crt&sslkey=a.key&sslnegotiation=direct',
  '?sslmode=require&uselibpqcompat=true',
  '?host=/var/run/postgresql&application_name=shop',
  '?options=-c%20work_mem%3D8MB',
])('a URL with %s is taken as it is', (parameters) => {
  expect(problemsOf(SERVER + parameters)).toEqual([]);
});

describe('what would be dropped is refused, by its name', () => {
  test.each([
    ['?connection_limit=5', 'the parameter connection_limit is not supported: set DATABASE_POOL_SIZE'],
    ['?pool_timeout=0', 'the parameter pool_timeout is not supported: leave it out'],
    ['?sslaccept=strict', 'the parameter sslaccept is not supported: write sslmode'],
    ['?statement_timeout=5', 'the parameter statement_timeout is not supported'],
    ['?target_session_attrs=any', 'the parameter target_session_attrs is not supported: there are schema, pgbouncer'],
    ['?Schema=shop', 'the parameter Schema is not supported'],
    ['?constructor=1', 'the parameter constructor is not supported'],
    ['?schema=a&schema=b', 'the parameter schema is there more than once'],
    ['?schema=', 'schema must be a name'],
    ['?schema=a"b', 'schema must be a name'],
    ['?pgbouncer=1', 'pgbouncer must be one of true, false'],
    ['?sslmode=maybe', 'sslmode must be one of disable'],
    ['?host=elsewhere', 'host must be the path of a folder'],
    ['?options=-c%20timezone%3DAsia/Tokyo', 'options must not set TimeZone: leave it out'],
    ['?options=--search-path%3Dshop', 'options must not set search_path: write schema'],
    ['?options=-cstatement_timeout%3D5', 'options must not set statement_timeout'],
    ['?pgbouncer=true&options=-c%20work_mem%3D8MB', 'options cannot stand beside pgbouncer=true'],
    ['#shop', 'what stands after the # would be dropped'],
  ])('%s', (parameters, problem) => {
    expect(problemsOf(SERVER + parameters)).toEqual([expect.stringContaining(`  DATABASE_URL: ${problem}`)]);
  });

  test('several hosts', () => {
    expect(problemsOf('postgresql://one,two/shop')).toEqual([expect.stringContaining('it names several hosts')]);
  });

  test('all at once', () => {
    expect(problemsOf(`${SERVER}?connection_limit=5&sslmode=maybe#x`)).toHaveLength(3);
  });

  test.each([
    ['postgresql://robot:12?s3cret@db/shop'],
    ['postgresql://robot:12?s3cret=@db/shop'],
    ['postgresql://robot:?cret=x@db/shop'],
    [`${SERVER}?sslpassword=s3cret`],
    [`${SERVER}?schema=s3cret%20`],
    ['postgresql://robot:12#s3cret@db/shop'],
  ])('%s, without what may be a password', (url) => {
    expect(problemsOf(url)).not.toEqual([]);
    expect(problemsOf(url).join()).not.toContain('cret');
  });
});

describe('migrations', () => {
  test.each([
    ['postgres://pool/shop?pgbouncer=true&schema=a', 'postgres://db/shop', 'postgres://db/shop?schema=a'],
    ['postgres://pool/shop?schema=a', 'postgres://db/shop?schema=a', 'postgres://db/shop?schema=a'],
    ['postgres://pool/shop', 'postgres://db/shop', 'postgres://db/shop'],
    ['postgres://db/shop?schema=a', undefined, 'postgres://db/shop?schema=a'],
  ])('of %s and %s go to %s', (url, direct, expected) => {
    expect(directUrl({ DATABASE_URL: url, DIRECT_DATABASE_URL: direct })).toBe(expected);
  });

  test('are refused where the two URLs name different schemas', () => {
    const urls = { DATABASE_URL: 'postgres://pool/shop?schema=a', DIRECT_DATABASE_URL: 'postgres://db/shop?schema=b' };
    expect(() => directUrl(urls)).toThrow('expected schema=a');
  });
});

test('docs/connections.md has the parameters that there are', async () => {
  await expect(connectionsPage(DATABASE_PARAMETERS)).toMatchFileSnapshot('../../../docs/connections.md');
});
