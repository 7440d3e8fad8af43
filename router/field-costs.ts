import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { costSaid } from './cost-said.ts';
import { inputCost, type InputCost } from './input-cost.ts';

/** What fields count for, each by the name of its type and its own. */
export interface FieldCosts {
  /** What one value counts for, where another counts for one. */
  ofValue(parent: string, field: string): number;
  /** What its arguments count for, once for all its values; undefined where they never count. */
  ofArguments(parent: string, field: string): InputCost | undefined;
}

/**
 * Reads what fields cost out of a supergraph, where its subgraphs say it with `@cost`
 * (https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-Cost-Directive): on a field or else on the type of its value, and
 * on what is given to it. No value costs less than one: each takes its place in the answer. Of what may be of several types
 * the dearest counts.
 */
export function fieldCosts(supergraphSdl: string): FieldCosts {
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), { assumeValid: true });
  const values = new Map<string, number>();
  const inputs = new Map<string, InputCost>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const { name } of Object.values(type.getFields())) {
      const fields = typesOf(schema, type).flatMap((each) =>
        isObjectType(each) || isInterfaceType(each) ? (each.getFields()[name] ?? []) : [],
      );
      const cost = Math.max(...fields.map((field) => valueCost(schema, field)));
      if (cost > 1) values.set(`${type.name}.${name}`, cost);
      const given = fields.flatMap(({ args }) => inputCost(args) ?? []);
      if (given.length > 0)
        inputs.set(`${type.name}.${name}`, (args) => Math.max(...given.map((costOf) => costOf(args))));
    }
  }
  return {
    ofValue: (parent, field) => values.get(`${parent}.${field}`) ?? 1,
    ofArguments: (parent, field) => inputs.get(`${parent}.${field}`),
  };
}

function valueCost(schema: GraphQLSchema, { astNode, type }: GraphQLField<unknown, unknown>): number {
  const said = costSaid(astNode);
  return said ?? Math.max(...typesOf(schema, getNamedType(type)).map((each) => costSaid(each.astNode) ?? 1));
}

/** A type, and all that a value of it may be. */
function typesOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  return isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type];
}
