import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { secretText } from '../config/secrets.ts';

/** How a router without a certificate shows that it is one; see only-router.ts. */
export const routerSecretVariables = {
  ROUTER_SECRET: secretText(
    z
      .string()
      .regex(/^[\x21-\x2b\x2d-\x7e]{16,}(\s*,\s*[\x21-\x2b\x2d-\x7e]{16,})*$/)
      .optional()
      .describe('texts of 16 or more visible ASCII characters, with commas between them'),
  ),
};

export const ROUTER_SECRET_HEADER = 'router-authorization';

/** The reason for which a subgraph refuses whoever shows neither that nor a router's certificate. */
export const ROUTER_ONLY = 'ROUTER_ONLY';

/** @param config the variable's value. @returns the secrets in it: the first is sent, and all are taken. */
export function routerSecrets(config: string | undefined): string[] {
  return config === undefined ? [] : config.split(',').map((secret) => secret.trim());
}

/** @returns is it one of the secrets? How long that takes tells nothing of them. */
export function secretCheck(secrets: readonly string[]): (text: string) => boolean {
  const hashes = secrets.map(hash);
  return (text) => {
    const given = hash(text);
    // All of them, whichever fits.
    return hashes.filter((each) => timingSafeEqual(each, given)).length > 0;
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
