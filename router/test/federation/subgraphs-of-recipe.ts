import type { FieldRecipe, Recipe } from './recipe.ts';
import { createSubgraphDraft } from './subgraph-draft.ts';

const LEAVES = ['Int', 'String', 'Boolean', 'ID', 'Float', 'Color', 'Json'];
const WRAPS = ['_', '_!', '[_]', '[_!]!', '[[_]]', '[[_!]!]!', '[_!]'];
const ARGUMENTS = ['', '', '', '', '(x: Int)', '(x: Int = 5)', '(input: In)', '(color: Color!)'];
/** What a requirement gives for the argument of the same place. */
const GIVEN = ['', '', '', '', '(x: 3)', '(x: 4)', '(input: { a: 2, b: ["c"] })', '(color: RED)'];
/** What another requirement gives for the first of them, by how its own field is made. */
const OTHERWISE = ['(x: 3)', '(x: 4)', ''];
/** A key's fields, their types, and the value type below. */
const KEYS: { fields: string; types: Record<string, string>; value?: string }[] = [
  { fields: 'id', types: { id: 'ID!' } },
  { fields: 'id', types: { id: 'Int!' } },
  { fields: 'code', types: { code: 'Int!' } },
  { fields: 'left right', types: { left: 'Int!', right: 'String!' } },
  { fields: 'org { id }', types: { org: 'Org!' }, value: 'Org' },
  { fields: 'parts { id }', types: { parts: '[Part!]!' }, value: 'Part' },
  { fields: 'code deep { id }', types: { code: 'Int!', deep: '[[Part!]!]!' }, value: 'Part' },
];
const KEY_VALUES: Record<string, string> = { Org: 'ID!', Part: 'Int!' };

interface Field {
  name: string;
  base: string;
  signature: string;
  given: string;
  owners: string[];
  recipe: FieldRecipe;
}

/** What a requirement gives; a default is not one of its values, which only a subgraph's schema knows. */
function givenFor({ given, signature }: Field, extra: number): string {
  if (!given.startsWith('(x')) return given;
  return (signature.includes('=') ? undefined : OTHERWISE[extra - 3]) ?? given;
}

/** The subgraphs that a recipe means, their texts by name. Few of them do not compose. */
export function subgraphsOfRecipe(recipe: Recipe): Record<string, string> {
  const names = ['a', 'b', 'c'].slice(0, recipe.count);
  const drafts = new Map(names.map((name) => [name, createSubgraphDraft()]));
  const at = (n: number) => names[n % names.length] ?? 'a';
  const draft = (name: string) => drafts.get(name) ?? createSubgraphDraft();

  const entities = recipe.entities.map((entity, index) => ({ ...entity, name: `T${index}` }));
  const membersOf = (mask: number) => {
    const some = entities.filter((_, index) => (mask >> index) % 2 === 1).map(({ name }) => name);
    return some.length > 0 ? some : entities.slice(0, 1).map(({ name }) => name);
  };
  const union = recipe.union === null ? undefined : membersOf(recipe.union);
  const faced = recipe.interface && { ...recipe.interface, members: membersOf(recipe.interface.members) };
  const values = recipe.values.map((value, index) => ({ ...value, name: `V${index}` }));
  const bases = [
    ...LEAVES,
    ...entities.map(({ name }) => name),
    ...values.map(({ name }) => name),
    ...(union ? ['U'] : []),
    ...(faced ? ['I'] : []),
    'Split',
    // Graphs have more objects below each other than leaves.
    ...entities.map(({ name }) => name),
  ];

  function keysOf(entity: (typeof entities)[number]) {
    // An interface's key is the same in all of its objects.
    const chosen = faced?.members.includes(entity.name) ? [0, ...entity.keys] : entity.keys;
    const keys = chosen.flatMap((key) => KEYS[key] ?? []);
    return keys.filter((key, index) => keys.findIndex((other) => other.fields === key.fields) === index);
  }

  /** The keys that a subgraph has: one, but for the hub, from which a path leads to each. */
  function keysIn(name: string, entity: (typeof entities)[number]) {
    const keys = keysOf(entity);
    if (name === at(entity.hub)) return keys;
    return [
      ...(faced?.members.includes(entity.name) ? keys.slice(0, 1) : []),
      ...keys.slice(names.indexOf(name) % keys.length).slice(0, 1),
    ];
  }

  function addKey(name: string, type: string, key: (typeof KEYS)[number]) {
    const subgraph = draft(name);
    subgraph.key(type, key.fields);
    for (const [field, signature] of Object.entries(key.types)) subgraph.field(type, field, `: ${signature}`);
    if (key.value !== undefined) {
      subgraph.type(key.value, `type ${key.value}`);
      subgraph.field(key.value, 'id', `: ${KEY_VALUES[key.value]}`, '@shareable');
    }
  }

  function fieldOf(field: FieldRecipe, name: string, among: string[]): Field {
    const base = among[field.type % among.length] ?? 'Int';
    const owner = at(field.owner);
    const shared = field.shared === 3 || base === 'Split';
    return {
      name,
      base: base === 'Split' ? `Split${name}` : base,
      signature: `${ARGUMENTS[field.argument]}: ${(WRAPS[field.wrap] ?? '_').replace('_', base)}`,
      given: GIVEN[field.argument] ?? '',
      owners: shared ? [...new Set([owner, at(field.owner + 1)])] : [owner],
      recipe: field,
    };
  }

  const fieldsOf = new Map(
    [...entities, ...values].map(({ name, fields }) => [
      name,
      fields.map((field, index) => {
        const made = fieldOf(
          field,
          `f${index}`,
          name.startsWith('V') ? bases.filter((base) => base !== 'Split') : bases,
        );
        if (!made.base.startsWith('Split')) return made;
        const base = `${name}${made.base}`;
        return { ...made, base, signature: made.signature.replace('Split', base) };
      }),
    ]),
  );

  /** Adds a type to a subgraph, with all that it cannot be without there. */
  function need(name: string, type: string): void {
    const subgraph = draft(name);
    if (type === 'Color') return subgraph.definition(type, 'enum Color { RED GREEN BLUE }');
    if (type === 'Json') return subgraph.definition(type, 'scalar Json');
    if (subgraph.has(type)) return undefined;
    const entity = entities.find((each) => each.name === type);
    if (entity) {
      subgraph.type(type, `type ${type}`);
      for (const key of keysIn(name, entity)) addKey(name, type, key);
    } else if (type === 'U') {
      subgraph.definition(type, `union U = ${union?.join(' | ')}`);
      for (const member of union ?? []) need(name, member);
    } else if (type === 'I' && faced) {
      subgraph.type(type, 'interface I');
      subgraph.field(type, 'id', ': ID!');
      for (const member of faced.members) {
        need(name, member);
        subgraph.implement(member, 'I');
      }
    } else if (type.startsWith('V')) {
      subgraph.type(type, `type ${type}`);
      for (const field of fieldsOf.get(type) ?? []) add(name, type, field, '@shareable');
    }
    return undefined;
  }

  function add(name: string, type: string, field: Field, ...directives: string[]) {
    need(name, field.base);
    if (field.signature.includes('(input')) draft(name).definition('In', 'input In { a: Int! = 1 b: [String!] }');
    if (field.signature.includes('Color')) need(name, 'Color');
    draft(name).field(type, field.name, field.signature, ...directives);
  }

  /** What a field requires of another, or undefined when it cannot. */
  function requirement(subgraph: string, required: Field, extra: number, below = true): string | undefined {
    const { name, base } = required;
    const given = givenFor(required, extra);
    if (LEAVES.includes(base)) return `${name}${given}`;
    if (!below || base.includes('Split')) return undefined;
    const key = (type: string) => {
      const entity = entities.find((each) => each.name === type);
      return entity && keysIn(subgraph, entity)[0]?.fields;
    };
    if (base === 'U')
      return `${name}${given} { __typename ${union?.map((type) => `... on ${type} { ${key(type)} }`).join(' ')} }`;
    if (base === 'I') return `${name}${given} { id }`;
    if (entities.some((each) => each.name === base)) return `${name}${given} { ${key(base)} }`;
    const leaves = (fieldsOf.get(base) ?? []).flatMap((field) => requirement(subgraph, field, extra, false) ?? []);
    return leaves.length > 0 ? `${name}${given} { ${leaves.join(' ')} }` : undefined;
  }

  /** By subgraph, type and name. */
  const requiredFields = new Set<string>();
  for (const entity of entities) {
    need(at(entity.hub), entity.name);
    const fields = fieldsOf.get(entity.name) ?? [];
    const requiring = new Set<string>();
    for (const [index, field] of fields.entries()) {
      const shareable = field.owners.length > 1 ? ['@shareable'] : [];
      for (const owner of field.owners) {
        need(owner, entity.name);
        if (field.base.includes('Split')) {
          draft(owner).type(field.base, `type ${field.base}`);
          draft(owner).field(field.base, `g${names.indexOf(owner)}`, ': String');
        }
        add(owner, entity.name, field, ...shareable);
      }
      const last = field.owners.at(-1) ?? 'a';
      const [extra, which] = [field.recipe.extra, field.recipe.which];
      if (extra >= 3) {
        // Not one that requires another itself: Apollo's planner may ask for both at once, in one fetch.
        const candidates = fields
          .slice(0, index)
          .filter((each) => !each.owners.includes(last) && !requiring.has(each.name));
        const required = candidates[which % candidates.length];
        const selection = required && requirement(last, required, extra);
        // Those who share a value have to have it from the same.
        if (required && selection !== undefined && (field.owners.length === 1 || field.base.includes('Split'))) {
          add(last, entity.name, required, '@external');
          requiring.add(field.name);
          requiredFields.add(`${last} ${entity.name}.${required.name}`);
          draft(last).field(entity.name, field.name, '', `@requires(fields: ${JSON.stringify(selection)})`);
        }
      } else if (extra === 2 && field.owners.length === 1 && LEAVES.includes(field.base)) {
        const other = at(field.recipe.owner + 1);
        need(other, entity.name);
        add(other, entity.name, field);
        draft(last).field(entity.name, field.name, '', `@override(from: "${other}")`);
      }
    }
  }
  /** A field that gives another's with it, which two subgraphs then answer. */
  function provide(type: string, field: Field) {
    const [owner] = field.owners;
    const target = entities.find(({ name }) => name === field.base);
    if (field.recipe.extra !== 1 || field.owners.length > 1 || owner === undefined || !target) return;
    const candidates = (fieldsOf.get(target.name) ?? []).filter(
      ({ name, base, given, recipe: { extra }, owners }) =>
        LEAVES.includes(base) &&
        given === '' &&
        extra < 2 &&
        !owners.includes(owner) &&
        // What it provides a subgraph knows by itself, and is told in no representation.
        !requiredFields.has(`${owner} ${target.name}.${name}`),
    );
    const provided = candidates[field.recipe.which % candidates.length];
    if (!provided) return;
    for (const other of provided.owners) draft(other).field(target.name, provided.name, '', '@shareable');
    add(owner, target.name, provided, '@external');
    draft(owner).field(type, field.name, '', `@provides(fields: "${provided.name}")`);
  }

  for (const { name } of entities) for (const field of fieldsOf.get(name) ?? []) provide(name, field);
  if (faced) {
    const home = at(faced.home);
    need(home, 'I');
    const common = fieldOf({ ...faced.common, shared: 0 }, 'common', LEAVES);
    for (const type of ['I', ...faced.members]) add(home, type, common);
    if (faced.object.length > 0) {
      draft(home).key('I', 'id');
      drafts.set('d', createSubgraphDraft());
      draft('d').type('I', 'type I @interfaceObject');
      draft('d').key('I', 'id');
      draft('d').field('I', 'id', ': ID!');
      for (const [index, each] of faced.object.entries()) {
        const field = fieldOf(each, `o${index}`, LEAVES);
        const requires =
          each.extra >= 3 ? [`@requires(fields: ${JSON.stringify(`common${givenFor(common, each.extra)}`)})`] : [];
        if (requires.length > 0) add('d', 'I', common, '@external');
        add('d', 'I', field, ...requires);
      }
    }
  }
  for (const [index, each] of recipe.queries.entries()) {
    const field = fieldOf(
      each,
      `q${index}`,
      bases.filter((base) => base === 'Int' || (base !== 'Split' && !LEAVES.includes(base))),
    );
    for (const owner of field.owners) {
      draft(owner).type('Query', 'type Query');
      add(owner, 'Query', field, ...(field.owners.length > 1 ? ['@shareable'] : []));
    }
    provide('Query', field);
  }
  const texts = [...drafts].map(([name, each]) => [name, each.print()] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}
