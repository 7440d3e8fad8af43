import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { domainForms, entityForms, type NewDomain } from './domain-names.ts';
import { type Rename, TEMPLATE } from './renaming.ts';
import { namesParent, TEMPLATE_FOLDER, templateFiles } from './template-files.ts';

/**
 * Where two names of a file of the template would become one: an entity called Page beside the platform's Page.
 *
 * @returns what is wrong with a domain's names, if anything.
 */
export async function nameClashes({ parent }: NewDomain, rename: Rename): Promise<string[]> {
  const withParent = parent !== undefined;
  const files = [...(await templateFiles(withParent)), ...(await generatedFiles())];
  // One for each option: what is wrong with a name shows in many files.
  const problems = new Map<string, string>();
  for (const [path, text] of files) {
    const names = namesIn(path, text).filter((name) => withParent || !namesParent(name));
    for (const [option, name] of clashesIn(names, rename)) {
      const problem = `${option}: expected another name, because ${rename(path)}, which is made for it, has another ${name}`;
      if (!problems.has(option)) problems.set(option, problem);
    }
  }
  return [...problems.values()];
}

/** What generators make of the template, with names of theirs. */
async function generatedFiles(): Promise<[path: string, text: string][]> {
  const paths = ['graphql.ts', 'prisma/client.ts'].map((file) => `subgraphs/${TEMPLATE.domain}/generated/${file}`);
  return await Promise.all(
    paths.map(async (path) => [path, await readFile(join(TEMPLATE_FOLDER, path), 'utf8')] as [string, string]),
  );
}

function clashesIn(names: readonly string[], rename: Rename): [option: string, name: string][] {
  const sources = new Map<string, string[]>();
  for (const name of names) sources.set(rename(name), [...(sources.get(rename(name)) ?? []), name]);
  return [...sources]
    .filter(([, from]) => from.length > 1 && !from.every((name) => MAY_BE_ONE.has(name)))
    .map(([name, from]) => [optionOf(from.find((source) => source !== name) ?? name), name]);
}

/** A domain may be called as its entity is: the review domain owns reviews. */
const MAY_BE_ONE = new Set([...domainForms(TEMPLATE.domain), ...entityForms(TEMPLATE.entity)]);

function optionOf(name: string): string {
  const has = (forms: string[]) => forms.some((form) => name.includes(form));
  if (has(entityForms(TEMPLATE.entity))) return '--entity';
  return has(domainForms(TEMPLATE.domain)) ? "the domain's name" : '--extends';
}

/** The names in a file of code, without those that can stand beside any others; none in a file of another kind. */
function namesIn(path: string, text: string): string[] {
  const extension = extname(path);
  if (!['.ts', '.proto', '.graphql', '.prisma'].includes(extension)) return [];
  const code = text.replaceAll(TEXT, ' ');
  // In TypeScript a key, or what comes after a dot.
  const names = code.match(
    extension === '.ts' ? /(?<![\w$]|(?<!\.)\.)[A-Za-z_$][\w$]*(?![\w$]|\??:)/g : /[A-Za-z_]\w*/g,
  );
  return [...new Set(names)];
}

/** Comments, and strings in quotes. */
const TEXT = /"""[^]*?"""|\/\*[^]*?\*\/|\/\/.*|#.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
