import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { changedSubgraphs } from './changed-subgraphs.ts';
import { type BrokenOperation, type Finding, finding, type Verdict } from './finding.ts';
import { usesOf } from './operation-uses.ts';
import { schemaOf } from './subgraph-schema.ts';
import type { Tree } from './tree.ts';

/** What a change does to the schema that clients see, and which operations it breaks. */
export async function checkApi(base: Tree, head: Tree): Promise<Finding[]> {
  const before = apiOf(base);
  const after = apiOf(head);
  // Composition says what is wrong.
  if (!before || !after) return [];
  const changes = await diff(before, after);
  const uses = usesOf(head, before).map((use) => ({ ...use, errors: validate(after, parse(use.source)) }));
  const findings = changes.map((change) => {
    const verdict = verdictOf(change);
    const affected =
      verdict === 'safe'
        ? []
        : uses.filter(({ coordinates }) => isUsed(change, coordinates)).map(({ operation }) => operation);
    return finding({
      verdict,
      area: 'API',
      message: change.message,
      operations: affected,
      ...adviceFor(verdict, affected),
    });
  });
  const named = new Set(findings.flatMap(({ operations }) => operations.map(({ file }) => file)));
  return [
    ...findings,
    ...uses
      .filter(({ operation, errors }) => errors.length > 0 && !named.has(operation.file))
      .map(({ operation, errors }) =>
        finding({
          verdict: 'breaking',
          area: 'API',
          message: `${operation.file} is not valid: ${errors[0]?.message}`,
          advice: 'Mend the document, or the schema that it is for.',
          operations: [operation],
        }),
      ),
  ];
}

/**
 * What a change does to each subgraph's schema. A change that clients do not see can still break the router that serves
 * the present supergraph until it has the next one.
 */
export async function checkSubgraphs(base: Tree, head: Tree): Promise<Finding[]> {
  const findings = await Promise.all(
    changedSubgraphs(base, head).map(async ({ before, after: { name, sdl } }) => {
      const [from, to] = [before && schemaOf(before.sdl), schemaOf(sdl)];
      if (!from || !to) return [];
      const changes = (await diff(from, to)).filter(({ path = '' }) => !FEDERATION.test(path));
      return changes.map((change) => {
        const verdict = verdictOf(change) === 'breaking' ? 'dangerous' : verdictOf(change);
        return finding({
          verdict,
          area: `subgraph ${name}`,
          message: change.message,
          ...(verdict === 'dangerous' && { touches: ['router'] }),
        });
      });
    }),
  );
  return findings.flat();
}

/** What federation adds to a schema for itself; composition judges the keys and directives. */
const FEDERATION = /^(@|_|Query\._|link__|federation__)/;

function apiOf({ composition }: Tree): GraphQLSchema | undefined {
  return composition.supergraph?.schema.toAPISchema().toGraphQLJSSchema();
}

function verdictOf({ criticality, type }: Change): Verdict {
  if (criticality.level === CriticalityLevel.Breaking) return 'breaking';
  return criticality.level === CriticalityLevel.Dangerous && !type.startsWith('DIRECTIVE_USAGE') ? 'dangerous' : 'safe';
}

/** Does an operation use what changed? It cannot name what was added, so it counts when it uses what that was added to. */
function isUsed({ path = '', type }: Change, coordinates: ReadonlySet<string>): boolean {
  if (coordinates.has(path)) return true;
  const isPart = /^(ENUM_VALUE_|INPUT_FIELD_ADDED|FIELD_ARGUMENT_ADDED|UNION_MEMBER_|OBJECT_TYPE_INTERFACE_)/.test(
    type,
  );
  return isPart && coordinates.has(path.split('.').slice(0, -1).join('.'));
}

function adviceFor(verdict: Verdict, operations: readonly BrokenOperation[]): { advice?: string } {
  if (verdict !== 'breaking') return {};
  return operations.length > 0
    ? { advice: 'Add the new beside the old, deprecate the old, and remove it when no operation uses it.' }
    : {
        advice:
          'No operation in operations/ uses it. Clients that are not there may: deprecate it in a release before.',
      };
}
