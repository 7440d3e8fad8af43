import {
  type DocumentNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The schema coordinates that an operation depends on (https://spec.graphql.org/draft/#sec-Schema-Coordinates, without the
 * brackets): `Query.order`, `Query.order.id`, and the types that it names, returns or sends.
 */
export function operationCoordinates(schema: GraphQLSchema, document: DocumentNode): Set<string> {
  const found = new Set<string>();
  const addType = (type: GraphQLNamedType | undefined) => {
    if (!type || found.has(type.name)) return;
    found.add(type.name);
    // A client that sends an input object may send any of its fields.
    if (!isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      found.add(`${type.name}.${field.name}`);
      addType(getNamedType(field.type));
    }
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        if (!parent || !field) return;
        found.add(parent.name).add(`${parent.name}.${field.name}`);
        addType(getNamedType(field.type));
        for (const { name } of node.arguments ?? []) found.add(`${parent.name}.${field.name}.${name.value}`);
      },
      VariableDefinition(node) {
        const type = typeFromAST(schema, node.type);
        if (type) addType(getNamedType(type));
      },
      ObjectValue() {
        const type = getNamedType(info.getInputType());
        if (type) addType(type);
      },
    }),
  );
  return found;
}
