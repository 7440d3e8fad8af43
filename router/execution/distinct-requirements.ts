import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  print,
  visit,
} from 'graphql';
import { selectionsOf, toSelectionSet } from './required-fields.ts';

/** A supergraph for the planner, in which one field is not required with several arguments. */
export interface DistinctRequirements {
  supergraph: DocumentNode;
  /** The names of the fields that it has more of, and what subgraphs call them. */
  realNames: ReadonlyMap<string, string>;
}

/**
 * Two fields may require one field with different arguments: `price(in: 3)` and `price(in: 4)`. The planner gives both one
 * `price`, whether they are in one subgraph or in two. Here each of them has a name of its own, as if it were
 * another field, so that the planner fetches both and it can be told who requires which.
 */
export function withDistinctRequirements(supergraph: DocumentNode): DistinctRequirements {
  const names = namesOfOwn(supergraph);
  if (names.size === 0) return { supergraph, realNames: new Map() };
  const realNames = new Map<string, string>();
  const copies = new Map<string, string[]>();
  for (const [name, byArguments] of names) {
    copies.set(
      name,
      [...byArguments.values()].filter((own) => own !== name),
    );
    for (const own of copies.get(name) ?? []) realNames.set(own, name);
  }
  const renamed = (field: FieldNode) => names.get(field.name.value)?.get(argumentsOf(field));
  const withCopies = <T extends { fields?: readonly FieldDefinitionNode[] }>(type: T): T => ({
    ...type,
    fields: type.fields?.flatMap((field) => [
      field,
      ...(copies.get(field.name.value) ?? []).map((value) => ({ ...field, name: { ...field.name, value } })),
    ]),
  });
  return {
    realNames,
    supergraph: visit(supergraph, {
      Directive: (directive) =>
        directive.name.value === 'join__field' ? withRequirements(directive, renamed) : undefined,
      // A field's type may be an interface: what has a field of the name has all of its copies.
      ObjectTypeDefinition: { leave: withCopies },
      InterfaceTypeDefinition: { leave: withCopies },
    }),
  };
}

/** Of fields that are required with several arguments: a name for each of these. */
function namesOfOwn(supergraph: DocumentNode): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const taken = new Set<string>();
  const found = new Map<string, Set<string>>();
  visit(supergraph, {
    FieldDefinition({ name, directives }) {
      taken.add(name.value);
      for (const { text } of selectionsOf(directives, 'join__field', 'requires')) {
        visit(toSelectionSet(text), {
          Field(field) {
            found.set(field.name.value, (found.get(field.name.value) ?? new Set()).add(argumentsOf(field)));
          },
        });
      }
    },
  });
  const nameFor = (name: string, number: number): string => {
    const own = number === 0 ? name : `${name}__r${number}`;
    return number > 0 && taken.has(own) ? nameFor(`${name}_`, number) : own;
  };
  return new Map(
    [...found]
      .filter(([, given]) => given.size > 1)
      .map(([name, given]) => [name, new Map([...given].map((each, number) => [each, nameFor(name, number)]))]),
  );
}

function argumentsOf({ arguments: given = [] }: FieldNode): string {
  return given
    .map((each) => print(each))
    .toSorted()
    .join();
}

function withRequirements(directive: DirectiveNode, renamed: (field: FieldNode) => string | undefined): DirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
      const selection = visit(toSelectionSet(argument.value.value), {
        Field(field) {
          const value = renamed(field);
          return value === undefined ? undefined : { ...field, name: { ...field.name, value } };
        },
      });
      return { ...argument, value: { ...argument.value, value: print(selection).slice(1, -1) } };
    }),
  };
}
