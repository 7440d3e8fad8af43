import { buildSchema } from '@apollo/federation-internals';
import { type Caller, NOBODY } from '@commerce/platform/auth/caller';
import { parse } from 'graphql';
import { createPermissions } from '../../permissions/permissions.ts';
import { typeRequirements } from '../../permissions/type-requirements.ts';
import type { Policy } from '../../policies.ts';
import { federate, type Subgraph } from '../execution/federation.ts';

/** Composes subgraphs, and answers operations over them as far as their callers may see what they ask for. */
export function federateWithPermissions(
  subgraphs: Record<string, Subgraph>,
  policies: ReadonlyMap<string, Policy> = new Map(),
) {
  const federation = federate(subgraphs);
  const schema = buildSchema(federation.supergraphSdl, { validate: false });
  const apiSchema = schema.toAPISchema().toGraphQLJSSchema();
  const permissions = createPermissions(typeRequirements(schema), apiSchema, policies);
  return {
    requests: federation.requests,
    /** All that subgraphs were sent since the last time, in one text. */
    sent: () =>
      federation.requests
        .splice(0)
        .map(({ query }) => query)
        .join('\n'),
    ask: async (query: string, caller: Caller = NOBODY, variables: Record<string, unknown> = {}) =>
      federation.ask(query, variables, await permissions.refusals(parse(query), caller)),
  };
}

/** A caller whose token has these scopes. */
export function signedIn(...scopes: string[]): Caller {
  return { kind: 'subject', subject: 'ada', hash: '0', scopes: new Set(scopes) };
}

/** The code and the path of each error. */
export function refused({ errors = [] }: { errors?: readonly { path?: unknown; extensions?: { code?: unknown } }[] }) {
  return errors.map(({ path, extensions }) => [extensions?.code, Array.isArray(path) ? path.join('.') : path]);
}
