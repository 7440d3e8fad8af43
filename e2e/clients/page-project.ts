import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');

/** A client's project, which has what docs/clients.md says. */
export interface PageProject {
  folder: string;
  /** Runs a command in it. @throws Error with all that the command says when it fails. */
  run(command: string): Promise<void>;
  /** The page's own, those that install packages left out: they are here. */
  commands: string[];
  remove(): Promise<void>;
}

/** @param addresses what stands in the page, and what stands for it here. */
export async function makePageProject(addresses: Record<string, string>): Promise<PageProject> {
  const page = Object.entries(addresses).reduce(
    (text, [written, here]) => text.replaceAll(written, here),
    await readFile(join(ROOT, 'docs/clients.md'), 'utf8'),
  );
  const folder = await mkdtemp(join(tmpdir(), 'commerce-client-'));
  for (const [, path = '', text = ''] of page.matchAll(FILE)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await cp(join(ROOT, 'schema.graphql'), join(folder, 'schema.graphql'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    async run(command) {
      await promisify(execFile)('bash', ['-ec', command], { cwd: folder }).catch((error: unknown) => {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} failed:\n${stdout}${stderr}`, { cause: error });
      });
    },
    commands: [...page.matchAll(COMMANDS)].map(([, text = '']) => text),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A path with a colon, and the block that is the file. */
const FILE = /^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gms;

const COMMANDS = /^```sh\n(.*?)^```$/gms;
