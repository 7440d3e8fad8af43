import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkBuild } from './check-build.ts';

/** How a program ended. */
interface End {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program in a process of its own. */
export interface Program {
  process: ChildProcessWithoutNullStreams;
  ended: Promise<End>;
  /** All that it has said. */
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<End>;
  /** Waits until it has said something. @returns all that it said till then. @throws Error when it ends without it. */
  said(text: string): Promise<string>;
}

const ROOT = resolve(import.meta.dirname, '..');
/** What Node runs TypeScript with. */
const TYPESCRIPT = ['--import', pathToFileURL(resolve(ROOT, 'tools/typescript.mjs')).href];
const running = new Set<Program>();

/**
 * @param args the program, from the repository's root, and its arguments: one in `build/` is what production runs.
 * @param variables its environment, beside what every process needs.
 * @param cwd the folder that it runs in.
 */
export function startProgram([file = '', ...args]: string[], variables: NodeJS.ProcessEnv, cwd = ROOT): Program {
  if (file.startsWith('build/')) checkBuild();
  const compiler = file.endsWith('.ts') ? TYPESCRIPT : [];
  return startCommand([process.execPath, ...compiler, resolve(ROOT, file), ...args], variables, cwd);
}

/**
 * A program of somebody else, in a process of its own.
 *
 * @param command the path of its file, and its arguments.
 * @param variables its environment, beside what every process needs.
 * @param cwd the folder that it runs in.
 */
export function startCommand([file = '', ...args]: string[], variables: NodeJS.ProcessEnv, cwd: string): Program {
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], ...variables },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const all = () => output.stdout + output.stderr;
  const ended = once(child, 'close').then(([code]): End => {
    running.delete(program);
    return { code: code as number | null, ...output };
  });
  const program: Program = {
    process: child,
    ended,
    async end(signal) {
      child.kill(signal);
      return await ended;
    },
    output: all,
    async said(text) {
      while (!all().includes(text)) {
        if (!running.has(program))
          throw new Error(`${[file, ...args].join(' ')} ended without saying "${text}": ${all()}`);
        // Whatever did not come first must not listen on.
        const heard = new AbortController();
        const { signal } = heard;
        await Promise.race([once(child.stdout, 'data', { signal }), once(child.stderr, 'data', { signal }), ended]);
        heard.abort();
      }
      return all();
    },
  };
  running.add(program);
  return program;
}

/** Ends what a failed test has left running, in order: what it has started itself would outlive a SIGKILL. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.end('SIGTERM')));
}
