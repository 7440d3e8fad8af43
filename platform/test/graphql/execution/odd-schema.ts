import {
  buildSchema,
  defaultTypeResolver,
  type GraphQLFieldResolver,
  GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';

/** Has each kind of type, each nullable and not, in lists and not. */
const SDL = `
  type Query {
    thing: Thing, mustThing: Thing!, things: [Thing!], rows: [[Thing]!], any: Any, anys: [Any!]!, node: Node
  }
  interface Node { id: ID! next: Node }
  union Any = Thing | Other
  enum Color { RED GREEN }
  scalar Odd
  input Range { from: Int = 1, to: Int! }
  type Thing implements Node {
    id: ID! name: String count: Int! color: Color odd: Odd tags: [String!] matrix: [[Int]!]! colors: [Color]
    asked(text: String = "none", range: Range, ids: [ID!]): String
    next: Node same: Thing mustSame: Thing! others: [Thing] mustOthers: [Thing!]! any: Any mustAny: Any!
  }
  type Other implements Node { id: ID! next: Node name: Int same: Other things: [Thing!] any: Any }
`;

/** Fields that have a resolver of their own; the others are properties, or functions, of their objects. */
const RESOLVED = new Set(['count', 'asked', 'same', 'others', 'any', 'next']);

/**
 * @param note is told what each resolver of a field or a type was told.
 * @returns a schema whose root fields are the properties of the context's `root`.
 */
export function oddSchema(note: (told: unknown) => void): GraphQLSchema {
  const schema = buildSchema(SDL);
  const odd = schema.getType('Odd');
  // One that fails, and one that gives nothing.
  if (odd instanceof GraphQLScalarType) odd.serialize = (value) => (value === 'nothing' ? undefined : checked(value));
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value, context, info, abstract) => {
        note([info.path, info.fieldName, info.parentType.name, abstract.name]);
        const name = defaultTypeResolver(value, context, info, abstract);
        return abstract.name === 'Node' ? Promise.resolve(name) : name;
      };
    }
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const isRoot = type.name === 'Query';
      if (!isRoot && !RESOLVED.has(field.name)) continue;
      const resolve: GraphQLFieldResolver<Record<string, unknown>, { root: Record<string, unknown> }> = (
        source,
        args,
        context,
        { path, fieldName, fieldNodes, returnType, parentType, variableValues },
      ) => {
        note([
          path,
          fieldName,
          fieldNodes.length,
          String(returnType),
          parentType.name,
          { ...variableValues },
          { ...args },
        ]);
        const value = (isRoot ? context.root : source)[field.name];
        return typeof value === 'function' ? (value as () => unknown)() : value;
      };
      field.resolve = resolve;
    }
  }
  return schema;
}

function checked(value: unknown): unknown {
  if (value === 'bad') throw new TypeError('This is no Odd.');
  return value;
}
