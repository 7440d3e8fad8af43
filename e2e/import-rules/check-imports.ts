import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ruleAgainstUndeclared, unusedPackages } from './declared-packages.ts';
import { readImports } from './read-imports.ts';
import { resolveImport } from './resolve-import.ts';
import { ruleAgainstFile, ruleAgainstPackage } from './rules.ts';
import { sourceFiles } from './source-files.ts';
import { readWorkspaces, type Workspace, workspaceOf } from './workspaces.ts';

/**
 * Holds the rules of who may import whom, and that each workspace declares exactly the packages that it imports.
 *
 * @param root of the repository, where its package.json is.
 * @returns a line for each violation: `file:line imports X: the rule`.
 */
export async function checkImports(root: string): Promise<string[]> {
  const workspaces = await readWorkspaces(root);
  const imported = new Map(workspaces.map((workspace) => [workspace, new Set<string>()]));
  const violations: string[] = [];
  for (const file of await sourceFiles(root)) {
    const workspace = workspaceOf(workspaces, file);
    for (const { specifier, line } of readImports(file, await readFile(join(root, file), 'utf8'))) {
      const { broken, name } = checkImport(root, workspaces, workspace, file, specifier);
      violations.push(...broken.map((rule) => `${file}:${line} imports ${specifier}: ${rule}`));
      if (name !== undefined) imported.get(workspace)?.add(name);
    }
  }
  return [...violations, ...[...imported].flatMap(([workspace, names]) => unusedPackages(workspace, names))];
}

/** @returns the rules that one import breaks, and the package that it names, if it names one. */
function checkImport(
  root: string,
  workspaces: readonly Workspace[],
  workspace: Workspace,
  file: string,
  specifier: string,
): { broken: string[]; name?: string } {
  const target = resolveImport(root, workspaces, file, specifier);
  if (target.kind === 'builtin') return { broken: [] };
  if (target.kind === 'nothing') return { broken: [target.reason] };
  if (target.kind === 'package') {
    const { name } = target;
    return {
      broken: present(ruleAgainstPackage(file, specifier), ruleAgainstUndeclared(workspace, name, false)),
      name,
    };
  }
  const rule = ruleAgainstFile(file, target.file);
  if (target.workspace) {
    const { name } = target.workspace;
    return { broken: present(rule, ruleAgainstUndeclared(workspace, name, true)), name };
  }
  const owner = workspaceOf(workspaces, target.file);
  const leaves = owner === workspace ? undefined : `import it by its package's name, ${owner.name}`;
  return { broken: present(rule, leaves) };
}

function present(...rules: (string | undefined)[]): string[] {
  return rules.filter((rule) => rule !== undefined);
}
