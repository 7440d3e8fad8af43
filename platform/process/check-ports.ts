import { createServer } from 'node:net';
import { UserError } from '../errors/user-error.ts';
import { listenError } from './listen-error.ts';

/**
 * Looks at all ports before anything starts that would only fail, some of it after a long wait for a store.
 *
 * @param ports by the variables that name them; 0 is any free one.
 * @throws UserError with a line for each port that cannot be listened on, or that two variables name.
 */
export async function checkPorts(host: string, ports: Readonly<Record<string, number>>): Promise<void> {
  const named = Object.entries(ports).filter(([, port]) => port !== 0);
  const problems: string[] = [];
  for (const [index, [variable, port]] of named.entries()) {
    const [other] = named.slice(0, index).find(([, before]) => before === port) ?? [];
    const problem = other
      ? `${other} and ${variable} are both ${port}: choose another port for one of them.`
      : undefined;
    const found = problem ?? (await problemOf(host, port, variable));
    if (found !== undefined) problems.push(found);
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}

/** @returns the ports in a configuration, by the variables that name them. */
export function portsIn(config: object): Record<string, number> {
  const variables = Object.entries(config) as [string, unknown][];
  return Object.fromEntries(
    variables.flatMap(([name, value]) =>
      /(^|_)PORT$/.test(name) && typeof value === 'number' ? [[name, value] as const] : [],
    ),
  );
}

async function problemOf(host: string, port: number, variable: string): Promise<string | undefined> {
  const server = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(port, host, () => listening());
    });
    return undefined;
  } catch (error) {
    return listenError(error, host, port, variable).message;
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}
