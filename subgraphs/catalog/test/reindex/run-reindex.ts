import { spawn } from 'node:child_process';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { checkBuild } from '@commerce/testkit/check-build';

/** One of the command's requests: the first one that matches. */
export interface Step {
  what: RegExp;
  /** Killed when the request has taken effect and its answer has not arrived; otherwise before it takes effect. */
  answered?: boolean;
}

/** Runs the command itself to its end. */
export async function runReindex(url: string, alias: string): Promise<{ code: number | null; stderr: string }> {
  const { child, stderr } = start(url, alias);
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  return { code, stderr: await stderr };
}

/** Runs the command itself and kills it at one of its requests. @throws when it ends before. */
export async function killAt(url: string, alias: string, { what, answered = false }: Step): Promise<void> {
  const proxy = createServer((from, to) => void pass(from, to));
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  const { port } = proxy.address() as AddressInfo;
  const { child, stderr } = start(`http://127.0.0.1:${port}`, alias);

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await text(from);
    const isStep = what.test(`${from.method} ${from.url} ${body}`);
    if (isStep && !answered) {
      child.kill('SIGKILL');
      return;
    }
    // A connection for each: one that is kept may be closed just when it is used.
    const options = { method: from.method, headers: from.headers, agent: false };
    const forwarded = request(new URL(from.url ?? '', url), options, (answer) => {
      if (isStep) {
        child.kill('SIGKILL');
      } else {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(to);
      }
    });
    forwarded.on('error', () => to.destroy());
    forwarded.end(body);
  }

  const signal = await new Promise((done) => child.once('exit', (_, by) => done(by)));
  proxy.closeAllConnections();
  proxy.close();
  if (signal !== 'SIGKILL') throw new Error(`The command ended before ${String(what)}: ${await stderr}`);
}

function start(url: string, alias: string) {
  const root = resolve(import.meta.dirname, '../../../..');
  checkBuild();
  // As production runs it: it is started a dozen times, and compiled each time it takes twice as long.
  const child = spawn(process.execPath, ['build/subgraphs/catalog/core/reindex/main.js'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ELASTICSEARCH_URL: url, ELASTICSEARCH_ALIAS: alias },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { child, stderr: text(child.stderr) };
}
