import { readFile } from 'node:fs';
import { buildConnector } from 'undici';

/**
 * Makes the connections to a node.
 *
 * @param authorityFile of PEM, which verifies the node's certificate; without it, those do that Node knows. It is read for each
 *   connection: an operator such as ECK renews it, and the certificates by it at once.
 */
export function nodeConnector(authorityFile: string | undefined): buildConnector.connector {
  if (authorityFile === undefined) return buildConnector({ timeout: CONNECT_MS });
  return (to, callback) => {
    readFile(authorityFile, (error, ca) => {
      if (error) callback(error, null);
      else buildConnector({ timeout: CONNECT_MS, ca })(to, callback);
    });
  };
}

/** A path that was lost is found in it. */
const CONNECT_MS = 2_000;
