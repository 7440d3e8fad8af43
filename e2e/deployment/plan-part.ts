import { freePort } from '@commerce/testkit/free-port';
import type { Replica } from './balancer.ts';
import { type ManagedProcess, manageProcess } from './managed-process.ts';

/** A process of a deployment, and the port that it serves on. */
export interface PlannedPart extends Replica {
  process: ManagedProcess;
}

/**
 * Gives a part its ports.
 *
 * @param folder of the program in `build/`.
 * @param port where others know already where it is.
 */
export async function planPart(
  name: string,
  folder: string,
  variables: Record<string, string>,
  { portVariable = 'PORT', port }: { portVariable?: string; port?: number | undefined } = {},
): Promise<PlannedPart> {
  const [served, admin] = [port ?? (await freePort()), await freePort()];
  const ports = { [portVariable]: String(served), ADMIN_PORT: String(admin) };
  const process = manageProcess(name, `build/${folder}/main.js`, admin, { ...variables, ...ports });
  return { port: served, process };
}
