import { type DocumentNode, Kind, print, visit } from 'graphql';
import { type EntityField, requirementsFor } from './entity-fields.ts';
import type { Requirement } from './representation.ts';
import type { Rewrite } from './rewrites.ts';
import type { Types } from './types-of.ts';

/** A fetch of a plan, with all that depends on the plan alone worked out. */
export interface ExecutableFetch {
  subgraph: string;
  query: string;
  document: DocumentNode;
  /** Canonical names of the variables that it uses. */
  variables: readonly string[];
  isMutation: boolean;
  /** Where the objects are that it fetches for, in canonical keys; lists are gone through. */
  path: readonly string[];
  rewriteInput: Rewrite | undefined;
  rewriteOutput: Rewrite | undefined;
  /** From the names in its document to those in the response. */
  renamed: ReadonlyMap<string, string>;
  /** The keys that it brings to each of its objects. */
  keys: ReadonlySet<string>;
}

/** A fetch of entities, of any number and wherever they are. */
export interface EntityFetch extends ExecutableFetch {
  /** What it needs to know of an entity. */
  requirements: readonly Requirement[];
  fields: readonly EntityField[];
  /** The fetch that is left without some of its fields. */
  without(fields: readonly EntityField[]): EntityFetch;
}

/** @param fetch of the fields, and no others. @param requirements of all of them. */
export function toEntityFetch(
  types: Types,
  fetch: ExecutableFetch,
  requirements: readonly Requirement[],
  fields: readonly EntityField[],
): EntityFetch {
  const parts = new Map<string, EntityFetch>();
  const without = (gone: readonly EntityField[]) => {
    const left = fields.filter((field) => !gone.includes(field));
    const key = left.map((field) => fields.indexOf(field)).join();
    const known = parts.get(key);
    if (known) return known;
    const { document, variables } = withoutFields(fetch.document, gone);
    const part = {
      ...fetch,
      document,
      query: print(document),
      variables: fetch.variables.filter((name) => variables.has(name)),
    };
    const made = toEntityFetch(types, part, requirementsFor(types, requirements, left, gone), left);
    if (parts.size >= MAX_PARTS) parts.clear();
    parts.set(key, made);
    return made;
  };
  // The type of an object that its subgraph has by an interface alone may be what a fetch is for.
  const keys = new Set([...fields.map((field) => field.key), '__typename']);
  return { ...fetch, keys, requirements, fields, without };
}

/** That are kept: there is one for each set of requirements that fail together. */
const MAX_PARTS = 16;

/** A document without some of its fields, and without the variables that they alone use. */
function withoutFields(document: DocumentNode, fields: readonly EntityField[]) {
  const gone = new Set(fields.map(({ node }) => node));
  const rest = visit(document, {
    Field: (field) => (gone.has(field) ? null : undefined),
    InlineFragment: { leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined) },
  });
  const variables = new Set<string>();
  visit(rest, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void variables.add(name.value),
  });
  const isUnused = ({ variable }: { variable: { name: { value: string } } }) => !variables.has(variable.name.value);
  return {
    variables,
    document: visit(rest, { [Kind.VARIABLE_DEFINITION]: (node) => (isUnused(node) ? null : false) }),
  };
}
