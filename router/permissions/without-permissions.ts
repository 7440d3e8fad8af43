import { createHash } from 'node:crypto';
import { FeatureUrl, type Schema } from '@apollo/federation-internals';
import { type DirectiveNode, Kind, parse, print, visit } from 'graphql';
import { permissionFeatures } from './stated-requirements.ts';

/**
 * A supergraph without what says who may see what. The gateway refuses one that has it, and the planner has no use for it.
 * It begins with a comment that is another one for another supergraph: the gateway does not take over a text that it has
 * already, and one may differ from the next in what is left out alone.
 *
 * @param schema the same supergraph.
 */
export function withoutPermissions(supergraphSdl: string, schema: Schema): string {
  const features = permissionFeatures(schema);
  if (features.length === 0) return supergraphSdl;
  const directives = new Set(features.map(({ directive }) => directive));
  const types = new Set(
    features.flatMap(({ feature }) =>
      schema.types().flatMap((type) => (feature.isFeatureDefinition(type) ? [type.name] : [])),
    ),
  );
  const isLink = ({ name, arguments: given = [] }: DirectiveNode) =>
    features.some(({ feature }) => {
      const url = given.find((argument) => argument.name.value === 'url')?.value;
      if (name.value !== feature.directive.name || url?.kind !== Kind.STRING) return false;
      return FeatureUrl.maybeParse(url.value)?.identity === feature.url.identity;
    });
  const document = visit(parse(supergraphSdl, { noLocation: true }), {
    Directive: (node) => (directives.has(node.name.value) || isLink(node) ? null : undefined),
    DirectiveDefinition: ({ name }) => (directives.has(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (types.has(name.value) ? null : undefined),
  });
  return `# ${createHash('sha256').update(supergraphSdl).digest('hex')}\n${print(document)}`;
}
