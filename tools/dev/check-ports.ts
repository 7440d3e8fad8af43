import { createServer } from 'node:net';
import { listenError } from '@commerce/platform/process/listen-error';

/**
 * Tells of a port in use before the processes start that would only fail.
 *
 * @throws UserError that names the port.
 */
export async function checkPorts(host: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => reject(listenError(error, host, port, 'TCP')));
      server.listen(port, host, () => server.close(() => resolve()));
    });
  }
}
