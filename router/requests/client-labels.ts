import type { IncomingHttpHeaders } from 'node:http';
import { boundedLabels } from './bounded-labels.ts';

/** @returns what tells clients by the names that they send, as a label. */
export function clientLabels(): (headers: IncomingHttpHeaders) => string {
  const labelOf = boundedLabels(MAX_CLIENTS);
  return (headers) => {
    const name = headers['apollographql-client-name']?.toString().trim() ?? '';
    return name === '' ? 'unnamed' : labelOf(name);
  };
}

const MAX_CLIENTS = 50;
