import { UserError } from '@commerce/platform/errors/user-error';

/** Reads a command line. @throws UserError with the usage when `read` throws a TypeError, as node's parseArgs does. */
export function withUsage<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UserError(`${error.message}\n\n${usage}`, error);
  }
}
