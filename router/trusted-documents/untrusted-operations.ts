import { log } from '@commerce/platform/log';
import type { FastifyRequest } from 'fastify';
import { operationsUntrusted } from '../metrics.ts';
import type { AskedDocument } from './asked-document.ts';
import { clientLabels } from '../requests/client-labels.ts';

/**
 * Counts the operations that are in no manifest.
 *
 * @param logs says each of them once. Its text is not said: it may hold values.
 */
export function untrustedOperations(logs: boolean) {
  const labelOf = clientLabels();
  const logged = new Set<string>();
  return ({ headers }: FastifyRequest, { text, operationName }: AskedDocument, sha256: string | undefined): void => {
    const client = labelOf(headers);
    operationsUntrusted.inc({ client });
    if (!logs || sha256 === undefined || sha256.length > SHA256_LENGTH || logged.has(sha256)) return;
    if (logged.size === MAX_LOGGED) return;
    logged.add(sha256);
    const written = typeof text === 'string' ? OPERATION.exec(text)?.[1] : undefined;
    const name = typeof operationName === 'string' && operationName !== '' ? operationName : written;
    const last = logged.size === MAX_LOGGED ? '; more are counted, and not said' : '';
    log.warn(
      { client, operation: name?.slice(0, MAX_NAME_LENGTH), sha256 },
      `an operation is in no manifest, and TRUSTED_DOCUMENTS_MODE=only would refuse it${last}`,
    );
  };
}

/** The name of a document's first operation. The limit keeps the search short. */
const OPERATION = /\b(?:query|mutation)\s{1,20}([_A-Za-z]\w{0,255})/;

const SHA256_LENGTH = 64;
const MAX_LOGGED = 1_000;
const MAX_NAME_LENGTH = 256;
