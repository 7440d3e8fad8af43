import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { exportedFile, type Workspace } from './workspaces.ts';

/** What an import leads to. */
export type Target =
  /** A file of the repository, from its root; `workspace` is set when it was imported by a package's name. */
  | { kind: 'file'; file: string; workspace?: Workspace }
  /** An installed package. */
  | { kind: 'package'; name: string }
  /** A part of Node. */
  | { kind: 'builtin' }
  | { kind: 'nothing'; reason: string };

/** @param file from which it is imported, as a path from the root. */
export function resolveImport(root: string, workspaces: readonly Workspace[], file: string, specifier: string): Target {
  if (isBuiltin(specifier)) return { kind: 'builtin' };
  if (specifier.startsWith('.')) return fileTarget(root, posix.join(posix.dirname(file), specifier));
  const name = packageName(specifier);
  const workspace = workspaces.find((candidate) => candidate.name === name);
  if (!workspace) return { kind: 'package', name };
  const target = exportedFile(workspace, `.${specifier.slice(name.length)}`);
  return target === undefined
    ? { kind: 'nothing', reason: `${workspace.folder}package.json exports no such file` }
    : fileTarget(root, target, workspace);
}

/** Generated files count as there: a fresh clone has none yet. */
function fileTarget(root: string, file: string, workspace?: Workspace): Target {
  if (!file.includes('/generated/') && !existsSync(join(root, file))) {
    return { kind: 'nothing', reason: `there is no file ${file}` };
  }
  return { kind: 'file', file, ...(workspace && { workspace }) };
}

/** `@scope/name` of `@scope/name/sub/path`. */
function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
