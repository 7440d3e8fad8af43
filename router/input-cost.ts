import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { costSaid } from './cost-said.ts';

/** What the arguments that are given to a field count for. */
export type InputCost = (args: Readonly<Record<string, unknown>>) => number;

/**
 * What arguments cost by `@cost` on them, or else on their types, and on what stands in them, each entry of a list for
 * itself. What says nothing costs nothing, and so does null.
 *
 * @returns undefined where none of them ever costs something.
 */
export function inputCost(args: readonly GraphQLArgument[]): InputCost | undefined {
  const costly = args.filter((arg) => mayCost(arg, new Set()));
  if (costly.length === 0) return undefined;
  return (given) => Math.max(0, sum(costly.map((arg) => costOf(arg, arg.type, given[arg.name]))));
}

type Input = GraphQLArgument | GraphQLInputField;

function ownCost({ astNode, type }: Input): number {
  return costSaid(astNode) ?? costSaid(getNamedType(type).astNode) ?? 0;
}

function costOf(input: Input, type: GraphQLInputType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  const nullable = getNullableType(type);
  if (isListType(nullable) && Array.isArray(value)) {
    return sum(value.map((item) => costOf(input, nullable.ofType, item)));
  }
  const fields = isInputObjectType(nullable) ? Object.values(nullable.getFields()) : [];
  const given = value as Readonly<Record<string, unknown>>;
  return ownCost(input) + sum(fields.map((field) => costOf(field, field.type, given[field.name])));
}

/** @param seen input types can hold themselves. */
function mayCost(input: Input, seen: Set<unknown>): boolean {
  const type = getNamedType(input.type);
  if (ownCost(input) !== 0) return true;
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => mayCost(field, seen));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
