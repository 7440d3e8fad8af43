import pluralize from 'pluralize';

/** A domain that is to be made. */
export interface NewDomain {
  /** In small letters: `review`. */
  domain: string;
  /** In PascalCase: `GiftCard`. */
  entity: string;
  /** Another subgraph's entity, which it adds its own to. */
  parent?: string | undefined;
}

/** `GiftCards` of `GiftCard`. */
export function pluralOf(entity: string): string {
  const words = entity.match(WORD) ?? [entity];
  return [...words.slice(0, -1), pluralize(words.at(-1) ?? '')].join('');
}

/** Every form in which code and text write a domain's name. */
export function domainForms(domain: string): string[] {
  return [domain, capital(domain), domain.toUpperCase()];
}

/** Every form in which code and text write an entity's name, one and many; the same order for every entity. */
export function entityForms(entity: string): string[] {
  return [entity, pluralOf(entity)].flatMap((name) => {
    const words = wordsOf(name);
    const snake = words.join('_');
    return [name, camelCase(name), snake, snake.toUpperCase(), words.join('-'), words.join(' ')];
  });
}

/** `giftCard` of `GiftCard`. */
export function camelCase(name: string): string {
  const [first = '', ...rest] = wordsOf(name);
  return [first, ...rest.map(capital)].join('');
}

const WORD = /[A-Z][a-z0-9]*/g;

function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? [name]).map((word) => word.toLowerCase());
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
