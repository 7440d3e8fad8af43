import {
  astFromValue,
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql';
import { entityOf, type IdArgument, type IdFor, PLAIN_VALUES } from './question.ts';

type Field = GraphQLField<unknown, unknown>;
type Input = { name: string; type: GraphQLInputType };

/** The arguments of a field that are ids, those in objects too. */
export function idArgumentsOf(field: Field, entities: string[]): (IdArgument & { isRequired: boolean })[] {
  const within = (inputs: readonly Input[], path: string[], isRequired: boolean): ReturnType<typeof idArgumentsOf> =>
    inputs.flatMap((input) => {
      const here = [...path, input.name];
      const must = isRequired && isNonNullType(input.type);
      const entity = entityOf(input.name, [getNamedType(field.type).name, ...path], entities);
      if (entity !== undefined) return [{ path: here.join('.'), entity, isRequired: must }];
      const type = getNamedType(input.type);
      return isInputObjectType(type) ? within(Object.values(type.getFields()), here, must) : [];
    });
  return within(field.args, [], true);
}

/**
 * The arguments that a field must have, as a document has them, and beside them the one that it is asked about.
 *
 * @param about its path.
 * @param key the idempotency key, where the field takes one.
 */
export function printArguments(field: Field, entities: string[], idFor: IdFor, about = '', key?: string): string {
  const valueOf = (input: Input, path: string[]): unknown => {
    const { type } = input;
    const entity = entityOf(input.name, [getNamedType(field.type).name, ...path], entities);
    if (entity !== undefined) return idFor({ path: [...path, input.name].join('.'), entity });
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner)) return [valueOf({ name: input.name, type: inner.ofType }, path)];
    if (isInputObjectType(inner)) return objectOf(inner, [...path, input.name]);
    if (isEnumType(inner)) return inner.getValues()[0]?.name;
    return PLAIN_VALUES[input.name] ?? 'thing';
  };
  const objectOf = (type: GraphQLInputType, path: string[]): Record<string, unknown> => {
    if (!isInputObjectType(type)) return {};
    const fields = Object.values(type.getFields());
    const required = fields.filter((each) => isRequiredInputField(each));
    // A change of nothing may be none.
    const kept = required.length > 0 ? required : fields.slice(0, 1);
    return Object.fromEntries(kept.map((each) => [each.name, valueOf(each, path)]));
  };
  const printed = field.args
    .filter((each) => isRequiredArgument(each) || about.split('.')[0] === each.name)
    .map((each) => `${each.name}: ${printValue(valueOf(each, []), each.type)}`);
  const keyed = key !== undefined && field.args.some(({ name }) => name === KEY);
  const all = keyed ? [...printed, `${KEY}: ${JSON.stringify(key)}`] : printed;
  return all.length > 0 ? `(${all.join(', ')})` : '';
}

const KEY = 'idempotencyKey';

function printValue(value: unknown, type: GraphQLInputType): string {
  const node = astFromValue(value, type);
  if (!node) throw new Error(`There is no value for an argument of type ${type.toString()}; add it to PLAIN_VALUES.`);
  return print(node);
}
