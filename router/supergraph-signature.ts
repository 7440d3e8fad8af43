import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

/** A variable with the public half of the key that a supergraph is signed with. */
export const publicKeyVariable = z
  .string()
  .refine((pem) => isPublicKey(pem))
  .optional()
  .describe('a public key in PEM (ECDSA, Ed25519 or RSA)');

/**
 * Was a text signed with the private half of a key?
 *
 * @param publicKey in PEM.
 * @param signature in Base64, of the text's SHA-256, as `cosign sign-blob --key` and `openssl dgst -sha256 -sign` make it; of
 *   the text itself for Ed25519 (https://www.rfc-editor.org/rfc/rfc8032).
 */
export function isSignedWith(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey(publicKey);
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return verify(digest, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function isPublicKey(pem: string): boolean {
  // Node takes a private key, too, and makes the public half of it: that one has no business here.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return false;
  try {
    return ['ec', 'ed25519', 'rsa'].includes(createPublicKey(pem).asymmetricKeyType ?? '');
  } catch {
    return false;
  }
}
