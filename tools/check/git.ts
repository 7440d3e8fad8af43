import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';

/**
 * Runs some work on the tree of a commit, in a temporary folder, with as much of it as a check reads.
 *
 * @param repository its working tree.
 * @throws UserError when git does not know the commit.
 */
export async function withTreeOf<T>(repository: string, ref: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-check-'));
  try {
    const archive = join(folder, '.archive');
    await git(repository, 'archive', '--output', archive, '--format=tar', ref).catch((error: unknown) => {
      throw new UserError(`Cannot read ${ref} with git (${reasonOf(error)}): fetch it, or name another commit.`, error);
    });
    await run('tar', ['-x', '-f', archive, '-C', folder]);
    await rm(archive);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files that differ between a commit and the working tree, the new ones too, from the repository's root. */
export async function changedFiles(repository: string, ref: string): Promise<string[]> {
  const changed = await git(repository, 'diff', '--name-only', '--no-renames', ref, '--');
  const added = await git(repository, 'ls-files', '--others', '--exclude-standard');
  return [...new Set(`${changed}${added}`.split('\n').filter(Boolean))].toSorted();
}

const run = promisify(execFile);

async function git(repository: string, ...args: string[]): Promise<string> {
  return (await run('git', ['-C', repository, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

function reasonOf(error: unknown): string {
  const { stderr = '', message = '' } = error as { stderr?: string; message?: string };
  return (stderr || message).trim().split('\n')[0] ?? '';
}
