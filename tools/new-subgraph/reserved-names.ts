import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext, Script } from 'node:vm';
import { introspectionTypes, specifiedScalarTypes } from 'graphql';
import ignore from 'ignore';
import { z } from 'zod';
import { camelCase, type NewDomain, pluralOf } from './domain-names.ts';

/**
 * What languages, GraphQL, federation and the repository take for themselves.
 *
 * @param root of the repository.
 * @returns what is wrong with a domain's names, if anything.
 */
export async function reservedNames(root: string, { domain, entity }: NewDomain): Promise<string[]> {
  const variables = [camelCase(entity), camelCase(pluralOf(entity))];
  return [
    // With Node's own, such as process: a domain's files import its manifest by this name.
    ...(isReservedInCode(domain) || domain in globalThis
      ? [problemOf(DOMAIN, `${domain} is one of JavaScript's own`)]
      : []),
    ...(POSTGRES.has(domain) ? [problemOf(DOMAIN, `PostgreSQL has a database ${domain} of its own`)] : []),
    ...(PROTOBUF.has(domain) ? [problemOf(DOMAIN, `${domain} is one of protobuf's own`)] : []),
    ...(await ofRepository(root, domain)).map((what) => problemOf(DOMAIN, what)),
    ...(GRAPHQL.has(entity) ? [problemOf('--entity', `${entity} is one of GraphQL's own`)] : []),
    ...(FEDERATION.has(entity) ? [problemOf('--entity', `${entity} is one of federation's own`)] : []),
    ...[entity, ...variables]
      .filter(isReservedInCode)
      .map((name) => problemOf('--entity', `${name} is one of JavaScript's own`)),
  ];
}

const DOMAIN = "the domain's name";

function problemOf(option: string, what: string): string {
  return `${option}: expected another name, because ${what}`;
}

/** https://spec.graphql.org/October2021/#sec-Root-Operation-Types, and the types that every schema has. */
const GRAPHQL = new Set([
  'Query',
  'Mutation',
  'Subscription',
  ...[...specifiedScalarTypes, ...introspectionTypes].map(({ name }) => name),
]);

/** https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields, without what stands before them. */
const FEDERATION = new Set(['Any', 'Entity', 'FieldSet', 'Service']);

/** https://www.postgresql.org/docs/current/manage-ag-templatedbs.html */
const POSTGRES = new Set(['postgres', 'template0', 'template1']);

/** https://protobuf.dev/reference/protobuf/proto3-spec/ */
const PROTOBUF = new Set(
  `bool bytes double edition enum export extend extensions false fixed32 fixed64 float group import inf int32 int64 local
  map max message nan oneof option optional package public repeated required reserved returns rpc service sfixed32 sfixed64
  sint32 sint64 stream string syntax to true uint32 uint64 weak`.split(/\s+/),
);

/** ECMAScript's global names, which a file's own would hide. */
const GLOBALS = new Set(z.array(z.string()).parse(runInNewContext('Object.getOwnPropertyNames(globalThis)')));

function isReservedInCode(name: string): boolean {
  if (GLOBALS.has(name)) return true;
  try {
    // It is compiled, not run: in a module every word counts that is reserved in strict mode or in an async function.
    void new Script(`'use strict'; async () => { let ${name}; };`);
    return false;
  } catch {
    return true;
  }
}

/** Names of its packages and files, and of folders that git or the image leave out. */
async function ofRepository(root: string, domain: string): Promise<string[]> {
  const { packages } = LOCK.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const ignored = ignore().add(await readFile(join(root, '.gitignore'), 'utf8'));
  return [
    ...(packages[`node_modules/@commerce/${domain}`] ? [`the package @commerce/${domain} is there already`] : []),
    ...(existsSync(join(root, `subgraphs/${domain}.ts`)) ? [`subgraphs/${domain}.ts is there already`] : []),
    ...(PARTS.has(domain) ? [`every domain has a folder ${domain}`] : []),
    ...(ignored.ignores(`subgraphs/${domain}/`) ? [`.gitignore leaves out a folder ${domain}`] : []),
  ];
}

const PARTS = new Set(['core', 'graph', 'test']);

const LOCK = z.object({ packages: z.record(z.string(), z.unknown()) });
