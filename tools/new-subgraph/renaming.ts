import { example } from '@commerce/example/domain';
import type { DomainPorts } from '@commerce/platform/domain';
import { domainForms, entityForms, type NewDomain } from './domain-names.ts';

/** The names in `template/`. Each is told from all other words there, in every form. */
export const TEMPLATE = { domain: example.name, entity: 'CustomerNote', parent: 'ShopItem' };

/** Writes a text of the template as another domain has it. */
export type Rename = (text: string) => string;

/** @param today begins the names of its migrations. */
export function renaming({ domain, entity, parent }: NewDomain, ports: DomainPorts, today: Date): Rename {
  const names = new Map([
    ...pairs(domainForms(TEMPLATE.domain), domainForms(domain)),
    ...pairs(entityForms(TEMPLATE.entity), entityForms(entity)),
    ...(parent === undefined ? [] : pairs(entityForms(TEMPLATE.parent), entityForms(parent))),
    ...pairs(numbersOf(example.ports), numbersOf(ports)),
    [TEMPLATE_DATE, today.toISOString().slice(0, 10).replaceAll('-', '')],
    // A new domain is one folder less deep.
    ['../../.. template/', '../.. '],
  ]);
  // The longest first: a plural begins with its singular.
  const forms = [...names.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((form) => form.replaceAll('.', String.raw`\.`));
  const named = new RegExp(`(?:\\b([Aa])n? )?(${forms.join('|')})`, 'g');
  return (text) =>
    text.replaceAll(named, (_, article: string | undefined, form: string) => {
      const name = names.get(form) ?? form;
      return article === undefined ? name : `${article}${/^[aeiou]/i.test(name) ? 'n' : ''} ${name}`;
    });
}

/** Of the template's migrations. */
const TEMPLATE_DATE = '20261123';

function pairs(from: readonly string[], to: readonly string[]): [string, string][] {
  return from.map((form, index) => [form, to[index] ?? form]);
}

/** As code writes them: `4_001`. */
function numbersOf({ graph, graphAdmin, core, coreAdmin }: DomainPorts): string[] {
  return [graph, graphAdmin, core, coreAdmin].map((port) => port.toLocaleString('en').replace(',', '_'));
}
