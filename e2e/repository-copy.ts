import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '..');

/** A copy of this repository that can be written to and run, as `npm ci` leaves it; the installed packages are this one's. */
export interface RepositoryCopy {
  folder: string;
  /** Links a new workspace, as `npm install` would. */
  link(workspace: string): Promise<void>;
  /** @returns all that the program says. @throws Error with that when it fails. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function copyRepository(): Promise<RepositoryCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-copy-'));
  await cp(ROOT, folder, { recursive: true, filter: (source) => !LEFT_OUT.has(basename(source)) });
  await linkPackages(folder);
  return {
    folder,
    link: (workspace) => symlink(`../../${workspace}`, join(folder, 'node_modules/@commerce', basename(workspace))),
    async run(program, ...args) {
      // The tests of the copy are not to take this run's servers or settings for theirs.
      const { PATH, HOME } = process.env;
      const options = { cwd: folder, env: { PATH, HOME }, maxBuffer: 64 * 1024 * 1024 };
      try {
        const { stdout, stderr } = await promisify(execFile)(program, args, options);
        return `${stdout}${stderr}`;
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${[program, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const LEFT_OUT = new Set(['node_modules', '.git', '.data', 'secrets', 'build']);

/** Package by package: the workspaces' links must lead into the copy. */
async function linkPackages(folder: string): Promise<void> {
  const from = join(ROOT, 'node_modules');
  await mkdir(join(folder, 'node_modules/@commerce'), { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== '@commerce') await symlink(join(from, name), join(folder, 'node_modules', name));
  }
  // npm's links to the workspaces, such as ../../subgraphs/order, lead into the copy as they are.
  for (const name of await readdir(join(from, '@commerce'))) {
    const link = join('node_modules/@commerce', name);
    await symlink(await readlink(join(ROOT, link)), join(folder, link));
    const own = join(ROOT, link, 'node_modules');
    if (existsSync(own)) await symlink(await realpath(own), join(folder, link, 'node_modules'));
  }
}
