import { UserError } from '../errors/user-error.ts';
import { hostPort } from './host-port.ts';
import { listeningProcess } from './listening-process.ts';

/**
 * Says in one line why a server could not listen, and what to do about it.
 *
 * @param variable that names its port.
 */
export function listenError(error: unknown, host: string, port: number, variable: string): UserError {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  if (text.includes('EADDRINUSE')) {
    const owner = listeningProcess(port);
    return new UserError(
      `Port ${port} (${variable}) is in use${owner ? ` by ${owner}` : ''}: stop what listens there, or choose another port.`,
      error,
    );
  }
  if (text.includes('EACCES')) {
    return new UserError(`Port ${port} (${variable}) may not be used by this user: choose one above 1023.`, error);
  }
  return new UserError(`Cannot listen on ${hostPort(host, port)} (${variable}): ${text.trim()}`, error);
}
