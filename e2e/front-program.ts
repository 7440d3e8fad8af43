import { FORM } from './form.ts';

/** What clients ask, as a program by itself: for tests that need nothing behind it. */
export const FRONT =
  FORM === 'edges'
    ? { name: 'edge', file: 'build/edge/main.js', addresses: nowhere('ACCOUNT_CORE', 'CATALOG_CORE', 'ORDER_CORE') }
    : { name: 'router', file: 'build/router/main.js', addresses: {} };

/** Nothing listens on the port 1. */
function nowhere(...variables: string[]): Record<string, string> {
  return Object.fromEntries(variables.map((name) => [name, '127.0.0.1:1']));
}
