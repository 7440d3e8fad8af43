import { UserError } from '../errors/user-error.ts';
import { hostPort } from './host-port.ts';

/** Says in one line why a server could not listen, and what to do about it. */
export function listenError(error: unknown, host: string, port: number, protocol: string): UserError {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  if (text.includes('EADDRINUSE')) {
    return new UserError(
      `Port ${port} (${protocol}) is in use: stop what listens there, or choose another port.`,
      error,
    );
  }
  if (text.includes('EACCES')) {
    return new UserError(`Port ${port} (${protocol}) may not be used by this user: choose one above 1023.`, error);
  }
  return new UserError(`Cannot listen on ${hostPort(host, port)} (${protocol}): ${text.trim()}`, error);
}
