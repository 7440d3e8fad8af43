/** The text of one subgraph in the making. */
export interface SubgraphDraft {
  /** Says whether a type is there. */
  has(type: string): boolean;
  /** Adds a type, when it is not there. @param head what stands before its fields: "type T implements I". */
  type(name: string, head: string): void;
  implement(name: string, of: string): void;
  key(type: string, fields: string): void;
  /** Adds a field, or directives to one that is there. @param signature its arguments and type. */
  field(type: string, name: string, signature: string, ...directives: string[]): void;
  /** Adds a definition without fields of its own. */
  definition(name: string, text: string): void;
  print(): string;
}

export function createSubgraphDraft(): SubgraphDraft {
  const types = new Map<
    string,
    {
      head: string;
      interfaces: Set<string>;
      keys: Set<string>;
      fields: Map<string, { signature: string; directives: Set<string> }>;
    }
  >();
  const definitions = new Map<string, string>();

  function found(name: string) {
    const type = types.get(name);
    if (!type) throw new Error(`The draft has no type ${name}.`);
    return type;
  }

  return {
    has: (type) => types.has(type) || definitions.has(type),
    type(name, head) {
      if (!types.has(name)) types.set(name, { head, interfaces: new Set(), keys: new Set(), fields: new Map() });
    },
    implement: (name, of) => found(name).interfaces.add(of),
    key: (type, fields) => found(type).keys.add(`@key(fields: "${fields}")`),
    field(type, name, signature, ...directives) {
      const { fields } = found(type);
      const field = fields.get(name) ?? { signature, directives: new Set() };
      fields.set(name, field);
      for (const directive of directives) field.directives.add(directive);
    },
    definition: (name, text) => definitions.set(name, text),
    print: () =>
      [
        ...[...types.values()].map(({ head, interfaces, keys, fields }) => {
          const lines = [...fields].map(
            ([name, { signature, directives }]) => `  ${[`${name}${signature}`, ...directives].join(' ')}`,
          );
          const implementing = interfaces.size > 0 ? [`implements ${[...interfaces].join(' & ')}`] : [];
          return `${[head, ...implementing, ...keys].join(' ')} {\n${lines.join('\n')}\n}`;
        }),
        ...definitions.values(),
      ].join('\n'),
  };
}
