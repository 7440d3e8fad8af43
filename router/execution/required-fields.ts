import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** Fields below an object, as names with dots between them, without what they are of: `price`, `size.height`. */
type Paths = ReadonlySet<string>;

/** What a field cannot be computed without. */
export interface RequiredPaths {
  all: Paths;
  /** Without what is of a key of its object: no field of the object comes without that. */
  beyondKeys: Paths;
}

/** @returns undefined for a field that requires nothing. */
export type RequiredBy = (subgraph: string, type: string, field: string) => RequiredPaths | undefined;

/** @param supergraph with the join directives (https://specs.apollo.dev/join/v0.5/). */
export function requiredFields(supergraph: DocumentNode): RequiredBy {
  const subgraphs = subgraphNames(supergraph);
  const found = new Map<string, RequiredPaths>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const keys = new Map<string, Set<string>>();
    for (const { graph, text } of selectionsOf(definition.directives, 'join__type', 'key')) {
      const paths = keys.get(graph) ?? new Set();
      keys.set(graph, paths);
      addPaths(toSelectionSet(text), '', paths);
    }
    for (const field of definition.fields ?? []) {
      for (const { graph, text } of selectionsOf(field.directives, 'join__field', 'requires')) {
        const all = new Set<string>();
        addPaths(toSelectionSet(text), '', all);
        const beyondKeys = new Set([...all].filter((path) => !keys.get(graph)?.has(path)));
        found.set(`${subgraphs.get(graph)} ${definition.name.value}.${field.name.value}`, { all, beyondKeys });
      }
    }
  }
  return (subgraph, type, field) => found.get(`${subgraph} ${type}.${field}`);
}

/** The subgraphs that have a `@provides`. */
export function providersIn(supergraph: DocumentNode): ReadonlySet<string> {
  const subgraphs = subgraphNames(supergraph);
  const providing = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (definition.fields ?? []).flatMap(({ directives }) => selectionsOf(directives, 'join__field', 'provides'))
      : [],
  );
  return new Set(providing.map(({ graph }) => subgraphs.get(graph) ?? graph));
}

/** By what they are called in directives. */
function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const values = definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  return new Map(
    values.map(({ name, directives = [] }) => {
      const graph = directives.find((directive) => directive.name.value === 'join__graph');
      return [name.value, textOf(graph, 'name') ?? name.value];
    }),
  );
}

/** The selections that an argument of some directives holds, by what their subgraph is called in directives. */
export function selectionsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
  argument: string,
): { graph: string; text: string }[] {
  return (directives ?? []).flatMap((directive) => {
    if (directive.name.value !== name) return [];
    const [graph, text] = [textOf(directive, 'graph'), textOf(directive, argument)];
    return graph === undefined || text === undefined ? [] : [{ graph, text }];
  });
}

function textOf(directive: ConstDirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** @param text a selection as directives hold it, without its braces. */
export function toSelectionSet(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  return (operation as OperationDefinitionNode).selectionSet;
}

function addPaths({ selections }: SelectionSetNode, above: string, to: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const path = selection.kind === Kind.FIELD ? pathTo(above, selection.name.value) : above;
    if (path !== above) to.add(path);
    if (selection.selectionSet) addPaths(selection.selectionSet, path, to);
  }
}

/** The path of a field of what is at another path, which is empty at the top. */
export function pathTo(above: string, field: string): string {
  return above === '' ? field : `${above}.${field}`;
}
