import { hostPort } from './host-port.ts';

/** An error that ends a process, with a message that is complete without a stack trace. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartError';
  }
}

/** Says in one line why a server could not listen, and what to do about it. */
export function listenError(error: unknown, host: string, port: number, protocol: string): StartError {
  const text = error instanceof Error ? `${'code' in error ? String(error.code) : ''} ${error.message}` : String(error);
  if (text.includes('EADDRINUSE')) {
    return new StartError(
      `Port ${port} (${protocol}) is in use: stop what listens there, or choose another port.`,
      error,
    );
  }
  if (text.includes('EACCES')) {
    return new StartError(`Port ${port} (${protocol}) may not be used by this user: choose one above 1023.`, error);
  }
  return new StartError(`Cannot listen on ${hostPort(host, port)} (${protocol}): ${text.trim()}`, error);
}
