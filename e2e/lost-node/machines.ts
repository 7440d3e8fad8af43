import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { checkBuild } from '@commerce/testkit/check-build';
import { type Program, startCommand } from '@commerce/testkit/program';

/** A network of its own on this machine, as a node of a cluster has. */
export interface Machine {
  address: string;
  /** What was started there. */
  programs: Program[];
  /** Starts a program of the project there. @param file from the project's root. */
  start(file: string, variables: Record<string, string>): void;
  /** Its cable is out: what was sent to it is lost, and nobody is told. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/**
 * Makes machines out of Linux's network namespaces, on one network with this process
 * (https://man7.org/linux/man-pages/man8/ip-netns.8.html). It needs root.
 *
 * @param names that all of them know, each for all machines.
 * @returns also what removes them.
 */
export async function makeMachines(
  count: number,
  names: readonly string[],
): Promise<{ machines: Machine[]; remove(): Promise<void> }> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  checkBuild();
  const machines = numbers.map(machine);
  const remove = async () => {
    // Its network lives as long as a program in it.
    await Promise.all(machines.flatMap(({ programs }) => programs.map((program) => program.end('SIGKILL'))));
    for (const number of numbers) await ip('link', 'delete', nameOf(number)).catch(() => {});
    for (const number of numbers) await ip('netns', 'delete', nameOf(number)).catch(() => {});
    for (const number of numbers) await rm(`/etc/netns/${nameOf(number)}`, { recursive: true, force: true });
    await ip('link', 'delete', BRIDGE).catch(() => {});
  };
  // What a run left that was killed.
  await remove();
  await ip('link', 'add', BRIDGE, 'type', 'bridge');
  await ip('address', 'add', `${HOST_ADDRESS}/24`, 'dev', BRIDGE);
  await ip('link', 'set', BRIDGE, 'up');
  const hosts = numbers.flatMap((number) => names.map((name) => `${addressOf(number)} ${name}\n`)).join('');
  for (const number of numbers) await makeMachine(number, `127.0.0.1 localhost\n${hosts}`);
  return { machines, remove };
}

/** Where the machines find this process. */
export const HOST_ADDRESS = '198.18.7.254';

async function makeMachine(number: number, hosts: string): Promise<void> {
  const name = nameOf(number);
  await ip('netns', 'add', name);
  await ip('link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  await ip('link', 'set', name, 'master', BRIDGE, 'up');
  await ip('-n', name, 'address', 'add', `${addressOf(number)}/24`, 'dev', 'eth0');
  for (const link of ['lo', 'eth0']) await ip('-n', name, 'link', 'set', link, 'up');
  await mkdir(`/etc/netns/${name}`, { recursive: true });
  await writeFile(`/etc/netns/${name}/hosts`, hosts);
}

function machine(number: number): Machine {
  const name = nameOf(number);
  const programs: Program[] = [];
  return {
    address: addressOf(number),
    programs,
    start(file, variables) {
      programs.push(startCommand(['ip', 'netns', 'exec', name, process.execPath, file], variables, ROOT));
    },
    cut: () => ip('link', 'set', name, 'down'),
    mend: () => ip('link', 'set', name, 'up'),
  };
}

async function ip(...args: string[]): Promise<void> {
  await promisify(execFile)('ip', args);
}

function nameOf(number: number): string {
  return `commerce-${number}`;
}

/** Of a network for trials (https://www.rfc-editor.org/rfc/rfc2544#appendix-C.2.2). */
function addressOf(number: number): string {
  return `198.18.7.${number}`;
}

const BRIDGE = 'commerce-bridge';
const ROOT = new URL('../..', import.meta.url).pathname;
