import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** The commands under a heading of docs/backup.md, in their order: each block as one script. */
export async function documentedCommands(heading: string): Promise<string[]> {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/backup.md'), 'utf8');
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/(?:^ {4}.*\n)+/gm)].map(([block]) => block.replaceAll(/^ {4}/gm, ''));
}

/**
 * Runs a script as somebody would who has copied it into a shell.
 *
 * @param options who runs it, and where, if not the tests themselves.
 * @returns what it printed.
 */
export async function runInShell(
  script: string,
  variables: Record<string, string>,
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<string> {
  const env = { PATH: process.env['PATH'], ...options.env, ...variables };
  // -S: they say what went wrong, and not how far they are.
  const shell = ['-ec', `curl() { command curl -sS "$@"; }\n${script}`];
  const { stdout } = await promisify(execFile)('bash', shell, { ...options, env });
  return stdout;
}
