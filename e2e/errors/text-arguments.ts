import {
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

/** An argument of a root field that is a text, alone or in an object. */
export interface TextArgument {
  /** `Mutation.createAccount(account.name)`. */
  name: string;
  /** As a violation names it: `account.name`. */
  path: string;
  document: string;
  /** Variables of the document with a text in its place, and others beside it that are of their types. */
  variablesWith(text: string): Record<string, unknown>;
}

/** Those of a schema. What is an id or a cursor is no text. */
export function textArguments(schema: GraphQLSchema): TextArgument[] {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    type ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
  );
  return roots.flatMap(({ type, field }) => {
    const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
    const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
    const operation = type === schema.getMutationType() ? 'mutation' : 'query';
    const valuesWith = (inputs: readonly Input[], path: readonly string[], text: string): Record<string, unknown> =>
      Object.fromEntries(
        inputs
          .filter((input) => isNonNullType(input.type) || input.name === path[0])
          .map((input) => [input.name, valueOf(input, path[0] === input.name ? path.slice(1) : undefined, text)]),
      );
    const valueOf = ({ name, type: given }: Input, path: readonly string[] | undefined, text: string): unknown => {
      const inner = isNonNullType(given) ? given.ofType : given;
      if (path?.length === 0) return text;
      if (isListType(inner)) return [valueOf({ name, type: inner.ofType }, path, text)];
      if (isInputObjectType(inner)) return valuesWith(Object.values(inner.getFields()), path ?? [], text);
      return isId(name) ? UNKNOWN : inner.name === 'String' ? 'text' : 1;
    };
    return pathsOf(field.args).map((path) => ({
      name: `${type.name}.${field.name}(${path.join('.')})`,
      path: path.join('.'),
      document: `${operation} (${declared}) { ${field.name}(${passed}) ${selection} }`,
      variablesWith: (text) => valuesWith(field.args, path, text),
    }));
  });
}

interface Input {
  name: string;
  type: GraphQLInputType;
}

const UNKNOWN = '01900000-0000-7000-8000-000000000000';

function pathsOf(inputs: readonly Input[]): string[][] {
  return inputs.flatMap(({ name, type }) => {
    const inner = getNamedType(type);
    if (isInputObjectType(inner)) return pathsOf(Object.values(inner.getFields())).map((path) => [name, ...path]);
    return inner.name === 'String' && !isId(name) && name !== 'after' && name !== 'before' ? [[name]] : [];
  });
}

function isId(name: string): boolean {
  return /^id$|Id$/.test(name);
}
