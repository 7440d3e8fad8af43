import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** One package.json of the repository. */
export interface Workspace {
  /** From the root of the repository, with a slash at its end; empty for the root itself. */
  folder: string;
  name: string;
  /** The packages that it declares, for running and for development. */
  declares: Set<string>;
  /** From the subpath that others import to the file: `./*` to `./*.ts`. */
  exports: Record<string, string>;
  /** For saying where in package.json a name stands. */
  text: string;
}

/** Reads the root's package.json and those of its workspaces: folders, or with `/*` at the end, the folders in one. */
export async function readWorkspaces(root: string): Promise<Workspace[]> {
  const { workspaces } = packageJson.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const folders = await Promise.all(
    workspaces.map(async (pattern) => {
      if (!pattern.endsWith('/*')) return [`${pattern}/`];
      const parent = pattern.slice(0, -1);
      const entries = await readdir(join(root, parent), { withFileTypes: true });
      return entries.filter((entry) => entry.isDirectory()).map((entry) => `${parent}${entry.name}/`);
    }),
  );
  return await Promise.all(['', ...folders.flat()].map((folder) => readWorkspace(root, folder)));
}

const dependencies = z.record(z.string(), z.string()).default({});
const packageJson = z.object({
  name: z.string(),
  workspaces: z.array(z.string()).default([]),
  exports: z.record(z.string(), z.string()).default({}),
  dependencies,
  devDependencies: dependencies,
  peerDependencies: dependencies,
  optionalDependencies: dependencies,
});

async function readWorkspace(root: string, folder: string): Promise<Workspace> {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8');
  const { name, exports, ...json } = packageJson.parse(JSON.parse(text));
  const declared = [json.dependencies, json.devDependencies, json.peerDependencies, json.optionalDependencies];
  return { folder, name, exports, text, declares: new Set(declared.flatMap((group) => Object.keys(group))) };
}

/** The workspace that a file is in: the innermost of those around it. */
export function workspaceOf(workspaces: readonly Workspace[], file: string): Workspace {
  const around = workspaces.filter(({ folder }) => file.startsWith(folder));
  return around.reduce((inner, workspace) => (workspace.folder.length > inner.folder.length ? workspace : inner));
}

/** The file that a workspace exports under a subpath such as `./config`; undefined when it exports none. */
export function exportedFile({ folder, exports }: Workspace, subpath: string): string | undefined {
  for (const [pattern, target] of Object.entries(exports)) {
    const [before = '', after] = pattern.split('*');
    const matches = after === undefined ? subpath === pattern : subpath.startsWith(before) && subpath.endsWith(after);
    if (matches) {
      const star = subpath.slice(before.length, subpath.length - (after ?? '').length);
      return `${folder}${target.replace('*', star).replace(/^\.\//, '')}`;
    }
  }
  return undefined;
}
