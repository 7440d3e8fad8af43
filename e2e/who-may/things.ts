import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import type { Issuer } from '@commerce/testkit/issuer';
import { ADA, GRACE, headersOf, type Person } from './people.ts';
import { idsIn, type Question } from './question.ts';

/** What there is to ask about: of each kind one for everybody who may be treated otherwise than another. */
export interface Things {
  /** The ids of a kind, by whose it is, or in what state: `Ada's`. */
  of(entity: string): Map<string, string>;
  /** Another one, which a change may change; an account stays the same, since each subject has one. */
  another(entity: string, label: string): Promise<string>;
}

export const UNKNOWN_ID = '01900000-0000-7000-8000-000000000000';

/** What of a kind is there for somebody, by its label; all else is nobody's business. */
export function seenBy({ name }: Person, entity: string): string[] {
  if (entity === 'Product') return ['on sale'];
  return [ADA.name, GRACE.name].includes(name) ? [`${name}'s`] : [];
}

/**
 * Has the shop's own kinds made, and of other entities what their `create` makes.
 *
 * @param shop who may do everything.
 * @param questions of the graph.
 */
export async function makeThings(
  graph: GraphQLClient,
  issuer: Issuer,
  { shop, entities, questions }: { shop: Person; entities: string[]; questions: Question[] },
): Promise<Things> {
  const known = new Map<string, Map<string, string>>();
  const ask = async (person: Person, field: string): Promise<string> => {
    const document = `mutation { made: ${field} { id } }`;
    return (await graph.ask<{ made: { id: string } }>(document, {}, await headersOf(issuer, person))).made.id;
  };
  const idOf = (entity: string, label: string) => known.get(entity)?.get(label) ?? UNKNOWN_ID;
  const newProduct = () => ask(shop, 'createProduct(product: { name: "Thing", description: "", price: 1 })');
  const newOrder = (owner: Person, product: string) => {
    const account = idOf('Account', `${owner.name}'s`);
    return ask(owner, `createOrder(order: { accountId: "${account}", products: [{ id: "${product}", quantity: 1 }] })`);
  };
  const askToCreate = async (entity: string, owner: Person): Promise<string> => {
    const create = questions.find(({ name }) => name.replace(/\(.*/, '') === `Mutation.create${entity}`);
    if (!create) throw new Error(`Nothing creates a ${entity}: say in things.ts whose it can be, and how it is made.`);
    const seen = (other: string) => seenBy(owner, other)[0] ?? `${owner.name}'s`;
    // The shop's hangs on what nobody else may know of, unless nothing may hang on that.
    const hidden = (other: string) => [...(known.get(other)?.keys() ?? [])].at(-1) ?? '';
    let told = '';
    for (const labelOf of owner === shop ? [hidden, seen] : [seen]) {
      const idFor = ({ entity: other }: { entity: string }) => idOf(other, labelOf(other));
      const { value, text } = await create.ask(await headersOf(issuer, owner), idFor);
      const [id] = idsIn(value);
      if (id !== undefined) return id;
      told = text;
    }
    throw new Error(`${create.name} made nothing for ${owner.name}: ${told}`);
  };
  const makers: Record<string, Record<string, () => Promise<string>>> = {
    Account: byOwner((owner) => ask(owner, `createAccount(account: { name: "${owner.name}" })`)),
    Product: {
      'on sale': newProduct,
      async archived() {
        const id = await newProduct();
        // One that was never sold sells as one that there never was.
        await newOrder(shop, id);
        return await ask(shop, `archiveProduct(id: "${id}")`);
      },
    },
    Order: byOwner((owner) => newOrder(owner, idOf('Product', 'on sale'))),
  };
  for (const entity of entities) makers[entity] ??= byOwner((owner) => askToCreate(entity, owner));
  for (const [entity, labels] of Object.entries(makers)) {
    const ids = new Map<string, string>();
    known.set(entity, ids);
    for (const [label, make] of Object.entries(labels)) ids.set(label, await make());
  }
  return {
    of(entity) {
      return known.get(entity) ?? new Map();
    },
    async another(entity, label) {
      return entity === 'Account' ? idOf(entity, label) : ((await makers[entity]?.[label]?.()) ?? UNKNOWN_ID);
    },
  };

  function byOwner(make: (owner: Person) => Promise<string>): Record<string, () => Promise<string>> {
    return Object.fromEntries([ADA, GRACE, shop].map((owner) => [`${owner.name}'s`, () => make(owner)]));
  }
}
