import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

/** What the text of some subgraphs says; a coordinate is "Type.field". */
export interface Facts {
  /** Where an object's field is defined: at its own type, or at an interface object that gives it to all of its objects. */
  coordinateOf(type: string, field: string): string;
  /** The subgraphs that answer a coordinate: neither @external nor overridden there. */
  owners(coordinate: string): string[];
  /** Whether a subgraph still has a field that another took over. */
  isOverridden(subgraph: string, coordinate: string): boolean;
  /** The field's type, as its owners write it. */
  typeOf(coordinate: string): TypeNode;
  /** What a subgraph's @requires on a coordinate selects. */
  requires(subgraph: string, coordinate: string): SelectionSetNode | undefined;
  /** A type's @key directives, in one subgraph or in all of them. */
  keys(type: string, subgraph?: string): SelectionSetNode[];
  /** The object types of a type: itself, or the members of a union or an interface, in one subgraph or in all of them. */
  objects(type: string, subgraph?: string): string[];
  /** The objects of the interface with a key that a type belongs to, or the type alone. */
  siblings(type: string): string[];
  /** The values of an enum; undefined for a scalar, and for what is no leaf. */
  enumValues(type: string): string[] | undefined;
  isLeaf(type: string): boolean;
  /** All coordinates of object types and interface objects. */
  coordinates: string[];
}

/** Reads what subgraphs, their texts by name, say of each field. */
export function subgraphFacts(subgraphs: Record<string, string>): Facts {
  const documents = Object.entries(subgraphs).map(([name, sdl]) => [name, parse(sdl)] as const);
  const definitions = documents.flatMap(([subgraph, document]) =>
    definitionsOf(document).map((definition) => ({ subgraph, definition })),
  );
  const fields = definitions.flatMap(({ subgraph, definition }) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? []).map((field) => ({
          subgraph,
          coordinate: `${definition.name.value}.${field.name.value}`,
          field,
        }))
      : [],
  );
  const overridden = new Set(
    fields.flatMap(({ coordinate, field }) =>
      directives(field, 'override').map((override) => `${argument(override, 'from')} ${coordinate}`),
    ),
  );
  const named = by(definitions, ({ definition }) => definition.name.value);
  const fieldsAt = by(fields, ({ coordinate }) => coordinate);
  const composite = new Set(
    definitions.flatMap(({ definition }) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION || definition.kind === Kind.SCALAR_TYPE_DEFINITION
        ? []
        : [definition.name.value],
    ),
  );
  const owning = (coordinate: string) =>
    (fieldsAt.get(coordinate) ?? []).filter(
      ({ subgraph, field }) =>
        directives(field, 'external').length === 0 && !overridden.has(`${subgraph} ${coordinate}`),
    );
  const isInterface = (type: string) =>
    (named.get(type) ?? []).some(({ definition }) => definition.kind === Kind.INTERFACE_TYPE_DEFINITION);
  const interfacesOf = (type: string) =>
    (named.get(type) ?? []).flatMap(({ definition }) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (definition.interfaces ?? []).map(({ name }) => name.value)
        : [],
    );
  const facts: Facts = {
    siblings(type) {
      const keyed = interfacesOf(type).find((each) => facts.keys(each).length > 0);
      return keyed === undefined ? [type] : facts.objects(keyed);
    },
    coordinateOf: (type, field) =>
      [type, ...interfacesOf(type)].map((each) => `${each}.${field}`).find((each) => owning(each).length > 0) ??
      `${type}.${field}`,
    owners: (coordinate) => owning(coordinate).map(({ subgraph }) => subgraph),
    isOverridden: (subgraph, coordinate) => overridden.has(`${subgraph} ${coordinate}`),
    typeOf(coordinate) {
      const [first] = owning(coordinate);
      if (!first) throw new Error(`No subgraph answers ${coordinate}.`);
      return first.field.type;
    },
    requires(subgraph, coordinate) {
      const field = fieldsAt.get(coordinate)?.find((each) => each.subgraph === subgraph)?.field;
      const [directive] = field ? directives(field, 'requires') : [];
      return directive && fieldSet(directive);
    },
    keys: (type, subgraph) =>
      (named.get(type) ?? [])
        .filter((each) => subgraph === undefined || each.subgraph === subgraph)
        .flatMap(({ definition }) => directives(definition, 'key').map(fieldSet)),
    objects(type, subgraph) {
      const within = definitions.filter((each) => subgraph === undefined || each.subgraph === subgraph);
      const found = within.flatMap(({ definition }) => {
        if (definition.kind === Kind.UNION_TYPE_DEFINITION && definition.name.value === type)
          return (definition.types ?? []).map(({ name }) => name.value);
        if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
        const { name, interfaces = [] } = definition;
        // An interface object stands for all objects of the interface.
        if (name.value === type) return isInterface(type) ? [] : [type];
        return interfaces.some((each) => each.name.value === type) ? [name.value] : [];
      });
      return [...new Set(found)].toSorted();
    },
    enumValues: (type) =>
      named
        .get(type)
        ?.flatMap(({ definition }) =>
          definition.kind === Kind.ENUM_TYPE_DEFINITION ? (definition.values ?? []).map(({ name }) => name.value) : [],
        ),
    isLeaf: (type) => !composite.has(type),
    coordinates: [...fieldsAt.keys()].filter((coordinate) => owning(coordinate).length > 0),
  };
  return facts;
}

function by<Item>(items: Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function definitionsOf(document: DocumentNode): TypeDefinitionNode[] {
  return document.definitions.filter((definition): definition is TypeDefinitionNode =>
    definition.kind.endsWith('TypeDefinition'),
  );
}

function directives(node: FieldDefinitionNode | TypeDefinitionNode, name: string): DirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

function argument(directive: DirectiveNode, name: string): string {
  const found = directive.arguments?.find((each) => each.name.value === name);
  if (!found) throw new Error(`@${directive.name.value} has no ${name}.`);
  return String(valueFromASTUntyped(found.value));
}

function fieldSet(directive: DirectiveNode): SelectionSetNode {
  const [definition] = parse(`{ ${argument(directive, 'fields')} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A field set is a selection.');
  return definition.selectionSet;
}
