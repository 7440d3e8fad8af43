import fc from 'fast-check';

/**
 * What fast-check makes and shrinks: numbers that subgraphs-of-recipe.ts and operation-of-recipe.ts take, each modulo what
 * there is to choose from, so that every recipe means something, and a smaller one something simpler.
 */
export interface Recipe {
  /** How many subgraphs there are. */
  count: number;
  entities: { hub: number; keys: number[]; fields: FieldRecipe[] }[];
  values: { fields: FieldRecipe[] }[];
  union: number | null;
  interface: { members: number; home: number; common: FieldRecipe; object: FieldRecipe[] } | null;
  queries: FieldRecipe[];
}

export interface FieldRecipe {
  owner: number;
  /** 3: another subgraph has it too. */
  shared: number;
  type: number;
  wrap: number;
  argument: number;
  extra: number;
  which: number;
}

const many = 1000;

const field: fc.Arbitrary<FieldRecipe> = fc.record({
  owner: fc.nat(2),
  shared: fc.nat(3),
  type: fc.nat(many),
  wrap: fc.nat(6),
  argument: fc.nat(7),
  extra: fc.nat(5),
  which: fc.nat(many),
});

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  count: fc.integer({ min: 2, max: 3 }),
  entities: fc.array(
    fc.record({
      hub: fc.nat(2),
      keys: fc.array(fc.nat(6), { minLength: 1, maxLength: 2 }),
      fields: fc.array(field, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  values: fc.array(fc.record({ fields: fc.array(field, { minLength: 1, maxLength: 3 }) }), { maxLength: 2 }),
  union: fc.option(fc.nat(many), { freq: 2 }),
  interface: fc.option(
    fc.record({ members: fc.nat(many), home: fc.nat(2), common: field, object: fc.array(field, { maxLength: 2 }) }),
    { freq: 2 },
  ),
  queries: fc.array(field, { minLength: 1, maxLength: 4 }),
});

/** A fault in some field of some object; `at` chooses among the fields that may fail. */
export interface FaultRecipe {
  at: number;
  n: number;
  how: 'throw' | 'null' | 'item';
}

export const faultRecipes: fc.Arbitrary<FaultRecipe[]> = fc.array(
  fc.record({
    at: fc.nat(many),
    n: fc.nat(3),
    how: fc.constantFrom('throw' as const, 'null' as const, 'item' as const),
  }),
  { maxLength: 5 },
);

/** Fields that a caller may not see. */
export const refusalRecipes: fc.Arbitrary<number[]> = fc.oneof(
  fc.constant<number[]>([]),
  fc.array(fc.nat(many), { minLength: 1, maxLength: 6 }),
);

/** One selection; without `below`, a composite field gets what its type has first. */
export interface SelectionRecipe {
  /** Which field, or which type for a fragment. */
  which: number;
  /** 0 to 5: a field; then a fragment, one with a name, one without a type. */
  kind: number;
  alias: number;
  argument: number;
  directive: number;
  below: SelectionRecipe[];
}

function selectionRecipe(depth: number): fc.Arbitrary<SelectionRecipe> {
  return fc.record({
    which: fc.nat(many),
    kind: fc.nat(8),
    alias: fc.nat(15),
    argument: fc.nat(11),
    directive: fc.nat(15),
    below:
      depth === 0
        ? fc.constant([])
        : fc.array(selectionRecipe(depth - 1), { minLength: depth > 2 ? 1 : 0, maxLength: 3, size: 'max' }),
  });
}

export const operationRecipes: fc.Arbitrary<SelectionRecipe[]> = fc.array(selectionRecipe(4), {
  minLength: 1,
  maxLength: 3,
  size: 'max',
});
