import { Kind, parse, visit } from 'graphql';

/** What one value of a field counts for, where another counts for one. @param parent the name of its type. */
export type FieldCost = (parent: string, field: string) => number;

/**
 * Reads what fields cost out of a supergraph, where its subgraphs say it: `@cost` on a field
 * (https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-Cost-Directive). None costs less than one: each takes its place
 * in the answer.
 */
export function fieldCosts(supergraphSdl: string): FieldCost {
  const costs = new Map<string, number>();
  let parent = '';
  visit(parse(supergraphSdl, { noLocation: true }), {
    ObjectTypeDefinition: ({ name }) => void (parent = name.value),
    InterfaceTypeDefinition: ({ name }) => void (parent = name.value),
    FieldDefinition({ name, directives = [] }) {
      const said = directives.find((directive) => COST.test(directive.name.value))?.arguments?.[0]?.value;
      // Apollo's is a whole number, IBM's a text.
      if (said?.kind !== Kind.STRING && said?.kind !== Kind.INT) return;
      costs.set(`${parent}.${name.value}`, Math.max(1, Number(said.value) || 1));
    },
  });
  return (type, field) => costs.get(`${type}.${field}`) ?? 1;
}

/** With a prefix where no subgraph imports it by its name. */
const COST = /^((cost|federation)__)?cost$/;
