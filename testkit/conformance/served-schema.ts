import { isTypeDefinitionNode, Kind, parse, print, visit } from 'graphql';
import type { Check } from './check.ts';
import type { Subject } from './subject.ts';
import { graphqlClient } from '../graphql-client.ts';

/** `_service` gives what the SDL file says: the file is what is composed, and what the running subgraph must keep to. */
export function servedSchemaCheck(sdl: string, subject: () => Subject): Check {
  return {
    name: '_service gives the types of the schema file',
    async run() {
      const { data, errors } = await graphqlClient(subject().url).query('{ _service { sdl } }');
      const served = (data?.['_service'] as { sdl?: unknown } | null | undefined)?.sdl;
      if (typeof served !== 'string') {
        const why = errors?.[0]?.message ?? 'there is no text at _service.sdl';
        return { problems: [`_service gives no SDL (${why}); a subgraph gives its own, outside of production.`] };
      }
      return { problems: compareSchemas(sdl, served) };
    },
  };
}

/** What a served SDL says otherwise than the file; order and layout do not count. */
function compareSchemas(file: string, served: string): string[] {
  const [expected, actual] = [definitionsOf(file), definitionsOf(served)];
  const names = [...new Set([...expected.keys(), ...actual.keys()])];
  return names
    .filter((name) => expected.get(name) !== actual.get(name))
    .map((name) => {
      if (!actual.has(name)) return `${name} is in the schema file and not served; start the subgraph afresh.`;
      if (!expected.has(name)) return `${name} is served and not in the schema file; add it there.`;
      return `${name} is served as\n${actual.get(name)}\nand is in the schema file\n${expected.get(name)}`;
    });
}

/** Each type in one way of writing it, by its name; without what federation adds. */
function definitionsOf(sdl: string): Map<string, string> {
  const byName = <T extends { name: { value: string } }>(nodes: readonly T[] = []) =>
    nodes.filter(({ name }) => !name.value.startsWith('_')).toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
  const document = visit(parse(sdl, { noLocation: true }), {
    StringValue: (node) => ({ ...node, block: false }),
    // A type of federation's own, such as Query, may be written as one or as an extension of one.
    ObjectTypeExtension: (node) => ({ ...node, kind: Kind.OBJECT_TYPE_DEFINITION, fields: byName(node.fields) }),
    ObjectTypeDefinition: (node) => ({ ...node, fields: byName(node.fields) }),
    InputObjectTypeDefinition: (node) => ({ ...node, fields: byName(node.fields) }),
    EnumTypeDefinition: (node) => ({ ...node, values: byName(node.values) }),
  });
  return new Map(
    document.definitions
      .filter((node) => isTypeDefinitionNode(node))
      .filter(({ name }) => !name.value.startsWith('_') && !name.value.includes('__'))
      .map((node) => [node.name.value, print(node)]),
  );
}
