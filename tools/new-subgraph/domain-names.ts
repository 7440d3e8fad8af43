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

/** Every form in which the templates write a domain's names. */
export type DomainNames = Record<string, string | boolean>;

/**
 * @param number of the domain, which ends its ports.
 * @param today begins the names of its migrations.
 */
export function domainNames({ domain, entity, parent }: NewDomain, number: number, today: Date): DomainNames {
  const [one, many] = [wordsOf(entity), wordsOf(pluralOf(entity))];
  return {
    domain,
    Domain: capital(domain),
    DOMAIN: domain.toUpperCase(),
    Entity: entity,
    Entities: pluralOf(entity),
    entity: camel(one),
    entities: camel(many),
    entity_snake: one.join('_'),
    entities_snake: many.join('_'),
    'entity-kebab': one.join('-'),
    'entities-kebab': many.join('-'),
    word: one.join(' '),
    words: many.join(' '),
    aWord: withArticle(one.join(' ')),
    aEntity: withArticle(one.join('-')),
    n: String(number),
    number: String(number).padStart(3, '0'),
    number50: String(50 + number).padStart(3, '0'),
    date: today.toISOString().slice(0, 10).replaceAll('-', ''),
    ...(parent !== undefined && parentNames(parent)),
  };
}

/** `GiftCards` of `GiftCard`. */
export function pluralOf(entity: string): string {
  const words = entity.match(WORD) ?? [entity];
  return [...words.slice(0, -1), pluralize(words.at(-1) ?? '')].join('');
}

function parentNames(parent: string): DomainNames {
  const words = wordsOf(parent);
  return {
    extends: true,
    Parent: parent,
    parent: camel(words),
    PARENT: words.join('_').toUpperCase(),
    parent_snake: words.join('_'),
    'parent-kebab': words.join('-'),
    parentWord: words.join(' '),
    parentWords: wordsOf(pluralOf(parent)).join(' '),
    aParentWord: withArticle(words.join(' ')),
    aParent: withArticle(words.join('-')),
  };
}

const WORD = /[A-Z][a-z0-9]*/g;

function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? [name]).map((word) => word.toLowerCase());
}

function camel([first = '', ...rest]: readonly string[]): string {
  return [first, ...rest.map(capital)].join('');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function withArticle(text: string): string {
  return `${/^[aeiou]/.test(text) ? 'an' : 'a'} ${text}`;
}
