import { FIRST_NAMES, LAST_NAMES } from './names.ts';
import { type Article, DEPARTMENTS } from './products.ts';
import { createRandom, type Random } from './random.ts';

/** Accounts and products are known by their place in the list until the cores have given them ids. */
export interface SampleShop {
  accounts: { name: string }[];
  products: { name: string; description: string; priceInCents: number }[];
  orders: { account: number; lines: { product: number; quantity: number }[] }[];
}

/** A shop of 50 accounts, 200 products and 500 orders: the same in every run. */
export function createSampleShop(): SampleShop {
  const random = createRandom(20_261_123);
  return { accounts: createAccounts(random), products: createProducts(random), orders: createOrders(random) };
}

const ORDERS = 500;
/** The last accounts of the list have bought nothing yet. */
const ACCOUNTS_WITHOUT_ORDERS = 8;

function createAccounts(random: Random): SampleShop['accounts'] {
  const lastNames = random.shuffle(LAST_NAMES);
  return random.shuffle(FIRST_NAMES).map((first, index) => ({ name: `${first} ${lastNames[index] ?? ''}` }));
}

function createProducts(random: Random): SampleShop['products'] {
  const products = DEPARTMENTS.flatMap(({ articles, remarks }) =>
    articles.flatMap((article) =>
      article.makes.map((make) => ({
        name: `${make} ${article.name}`,
        description: `${article.about} ${random.pick(remarks)}`,
        priceInCents: priceOf(article, random),
      })),
    ),
  );
  return random.shuffle(products);
}

/** Up to a quarter below or above the article's price, and ten cents short of a dollar. */
function priceOf({ price }: Article, random: Random): number {
  return Math.round((price * (0.75 + random.next() / 2)) / 100) * 100 - 10;
}

/** A few accounts buy most, and a few products sell best, as in any shop. */
function createOrders(random: Random): SampleShop['orders'] {
  const mostlyFirst = (count: number) => Math.floor(count * random.next() * random.next());
  const buyers = FIRST_NAMES.length - ACCOUNTS_WITHOUT_ORDERS;
  const products = DEPARTMENTS.flatMap(({ articles }) => articles.flatMap(({ makes }) => makes)).length;
  return Array.from({ length: ORDERS }, () => {
    const account = mostlyFirst(buyers);
    // Most orders are small.
    const chosen = new Set<number>();
    const lineCount = 1 + mostlyFirst(5);
    while (chosen.size < lineCount) chosen.add(mostlyFirst(products));
    return { account, lines: [...chosen].map((product) => ({ product, quantity: 1 + mostlyFirst(4) })) };
  });
}
