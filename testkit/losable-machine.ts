import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface LosableMachine {
  /** On 127.0.0.1. */
  port: number;
  /** Resolves once something was sent there. */
  isAsked: Promise<unknown>;
  lose(): Promise<void>;
  /** It is back, as it was. */
  find(): void;
  end(): void;
}

/**
 * A server that answers nothing, and can be lost: its process stands still, and there is no room for one more connection, so what asks
 * for one gets no answer, as from a machine that is gone (https://man7.org/linux/man-pages/man2/listen.2.html).
 */
export async function startLosableMachine(): Promise<LosableMachine> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(String(said));
  const fillers = new Set<ReturnType<typeof connect>>();
  return {
    port,
    isAsked: once(child.stdout, 'data'),
    async lose() {
      child.kill('SIGSTOP');
      while (fillers.size < 4) {
        const filler = connect(port, '127.0.0.1').on('error', () => {});
        fillers.add(filler);
        await Promise.race([once(filler, 'connect'), wait(100)]);
      }
    },
    find() {
      for (const filler of fillers) filler.destroy();
      fillers.clear();
      child.kill('SIGCONT');
    },
    end() {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}

const PROGRAM = `
  require('node:net')
    .createServer((socket) => socket.on('error', () => {}).on('data', () => console.log('asked')))
    .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })`;
