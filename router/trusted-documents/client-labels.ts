import type { IncomingHttpHeaders } from 'node:http';

/** @returns what tells clients by the names that they send, as a label: a client can send any name, and as many as it likes. */
export function clientLabels(): (headers: IncomingHttpHeaders) => string {
  const labels = new Set<string>();
  return (headers) => {
    const name = headers['apollographql-client-name']?.toString().trim() ?? '';
    if (name === '') return 'unnamed';
    if (labels.has(name)) return name;
    if (labels.size === MAX_LABELS || name.length > MAX_LENGTH) return 'other';
    labels.add(name);
    return name;
  };
}

const MAX_LABELS = 50;
const MAX_LENGTH = 64;
