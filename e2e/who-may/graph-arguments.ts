import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
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

/** Arguments, as variables: then one document, and its plan, is for all who ask and for all ids. */
export interface Given {
  declared: string;
  passed: string;
  variables: Record<string, unknown>;
}

/**
 * The arguments that a field must have, and beside them the one that it is asked about.
 *
 * @param about its path.
 * @param key the idempotency key, where the field takes one.
 */
export function argumentsFor(field: Field, entities: string[], idFor: IdFor, about = '', key?: string): Given {
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
  const given = field.args.filter(
    (each) => isRequiredArgument(each) || each.name === about.split('.')[0] || (key !== undefined && each.name === KEY),
  );
  const inBrackets = (texts: string[]) => (texts.length > 0 ? `(${texts.join(', ')})` : '');
  return {
    declared: inBrackets(given.map(({ name, type }) => `$${name}: ${type.toString()}`)),
    passed: inBrackets(given.map(({ name }) => `${name}: $${name}`)),
    variables: Object.fromEntries(given.map((each) => [each.name, each.name === KEY ? key : valueOf(each, [])])),
  };
}

const KEY = 'idempotencyKey';
