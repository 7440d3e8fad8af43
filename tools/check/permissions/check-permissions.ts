import { fieldRequirements } from '@commerce/router/permissions/field-requirements';
import { typeRequirements } from '@commerce/router/permissions/type-requirements';
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { type Finding, finding } from '../finding.ts';
import { usesOf } from '../operation-uses.ts';
import type { Tree } from '../tree.ts';
import { describeNeeds, isEnough, type Needs, needsOf } from './needs.ts';

/** Fields that need other permissions than before, alike. */
interface Change {
  from: Needs;
  to: Needs;
  fields: string[];
}

/**
 * Which fields a change opens to callers who could not see them, and which it closes to callers who could: directives on
 * fields, on their types and on those of their values all count.
 */
export function checkPermissions(base: Tree, head: Tree): Finding[] {
  const [before, after] = [permissionsOf(base), permissionsOf(head)];
  // Composition says what is wrong.
  if (!before || !after) return [];
  const changes = new Map<string, Change>();
  for (const type of Object.values(after.schema.getTypeMap())) {
    const old = before.schema.getType(type.name);
    if (!isObjectType(type) || !isObjectType(old)) continue;
    for (const field of Object.keys(type.getFields())) {
      if (!(field in old.getFields())) continue;
      const [from, to] = [before.needs(old, field), after.needs(type, field)];
      if (isEnough(from, to) && isEnough(to, from)) continue;
      const key = `${describeNeeds(from)} > ${describeNeeds(to)}`;
      const known = changes.get(key) ?? { from, to, fields: [] };
      known.fields.push(`${type.name}.${field}`);
      changes.set(key, known);
    }
  }
  const uses = usesOf(head, before.schema);
  return [...changes.values()].map((change) => toFinding(change, before.schema, uses));
}

function permissionsOf({ composition: { supergraph } }: Tree) {
  if (!supergraph) return undefined;
  const schema = supergraph.schema.toAPISchema().toGraphQLJSSchema();
  const requirementsOf = fieldRequirements(typeRequirements(supergraph.schema), schema);
  return { schema, needs: (type: GraphQLObjectType, field: string) => needsOf(requirementsOf(type, field)) };
}

function toFinding({ from, to, fields }: Change, schema: GraphQLSchema, uses: ReturnType<typeof usesOf>): Finding {
  const isClosed = !isEnough(from, to);
  const isOpened = !isEnough(to, from);
  const what = isClosed && isOpened ? 'asked of others' : isClosed ? 'closed' : 'opened';
  const asked = new Set(fields.flatMap((field) => waysTo(schema, field)));
  const operations = uses.filter(({ coordinates }) => [...asked].some((way) => coordinates.has(way)));
  return finding({
    verdict: isClosed ? 'breaking' : 'dangerous',
    area: 'permissions',
    message: `${listed(fields)} ${fields.length > 1 ? 'are' : 'is'} ${what}: needed ${describeNeeds(from)}, needs ${describeNeeds(to)}`,
    operations: operations.map(({ operation }) => operation),
    advice: [...(isOpened ? [LOOK] : []), ...(isClosed ? [TELL] : [])].join(' '),
  });
}

const LOOK = 'Callers see what they could not: whoever answers for it must agree, and the core must agree too.';
const TELL =
  'Callers who have no more than before get null and an error: tell them what they need, and wait until they have it.';

/** An operation may ask for a field of an interface. */
function waysTo(schema: GraphQLSchema, coordinate: string): string[] {
  const [name = '', field = ''] = coordinate.split('.');
  const type = schema.getType(name);
  const interfaces = isObjectType(type) ? type.getInterfaces().filter((each) => field in each.getFields()) : [];
  return [coordinate, ...interfaces.map((each) => `${each.name}.${field}`)];
}

function listed(fields: readonly string[]): string {
  const shown = fields.slice(0, MOST_LISTED).join(', ');
  return fields.length > MOST_LISTED ? `${shown} and ${fields.length - MOST_LISTED} more` : shown;
}

const MOST_LISTED = 5;
