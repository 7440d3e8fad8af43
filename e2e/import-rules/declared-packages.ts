import type { Workspace } from './workspaces.ts';

/** The packages that a workspace may declare though none of its files imports them, and why. */
const UNIMPORTED: { in: RegExp; package: RegExp; because: string }[] = [
  { in: /^/, package: /^@types\//, because: 'the compiler reads the types of a package that brings none' },
  { in: /^$/, package: /^@apollo\/rover-linux-x64$/, because: 'e2e/rover/run-rover.ts runs its binary' },
  { in: /^$/, package: /^@bufbuild\/buf$/, because: '`npm run lint` runs it' },
  { in: /^$/, package: /^oxlint(-tsgolint)?$/, because: '`npm run lint` runs it' },
  { in: /^$/, package: /^prettier$/, because: '`npm run lint` runs it' },
  { in: /^$/, package: /^typescript$/, because: '`npm run lint` runs it' },
  { in: /^$/, package: /^prisma$/, because: 'tools/generate.ts runs its command' },
  { in: /^$/, package: /^tsx$/, because: 'every npm script loads TypeScript through it' },
  { in: /^subgraphs\//, package: /^@prisma\/client$/, because: 'generated/prisma/ imports it' },
  { in: /^subgraphs\//, package: /^graphql$/, because: 'generated/graphql.ts imports it' },
];

/** A message for each package that a workspace declares and does not import. */
export function unusedPackages(workspace: Workspace, imported: ReadonlySet<string>): string[] {
  const { folder, declares, text } = workspace;
  return [...declares]
    .filter((name) => !imported.has(name))
    .filter((name) => !UNIMPORTED.some((rule) => rule.in.test(folder) && rule.package.test(name)))
    .map((name) => {
      const line = text.slice(0, text.lastIndexOf(`"${name}"`)).split('\n').length;
      return `${folder}package.json:${line} declares ${name}: no file of this workspace imports it`;
    });
}

/**
 * The rule that an import of a package breaks; undefined when its workspace declares it. The root declares its
 * workspaces as such.
 */
export function ruleAgainstUndeclared({ folder, declares }: Workspace, name: string, isWorkspace: boolean) {
  if (declares.has(name) || (folder === '' && isWorkspace)) return undefined;
  return `${folder}package.json does not declare ${name}`;
}
