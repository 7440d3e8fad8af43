import { z } from 'zod';
import { secretUrl } from '../config/secrets.ts';

/** Those with a public key: with a shared one whoever can read it could make tokens. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** What tells a process whose tokens it takes; see authenticate.ts. */
export const authVariables = {
  AUTH: z.literal('off').optional().describe('off, where nobody is to be asked who they are'),
  AUTH_JWKS: secretUrl(
    z
      .union([z.url({ protocol: /^https?$/ }), z.string().regex(/^[^:]+$/)])
      .optional()
      .describe('the URL or the path of the JSON Web Key Set of whoever issues tokens'),
  ),
  AUTH_ISSUER: z.string().optional().describe('what tokens have as their iss'),
  AUTH_AUDIENCE: z.string().optional().describe('what tokens have in their aud'),
  AUTH_ALGORITHMS: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(SIGNATURES)))
    .optional()
    .describe(`signatures that are taken, such as RS256,ES256: some of ${SIGNATURES.join(', ')}`),
};

export type AuthConfig = z.infer<z.ZodObject<typeof authVariables>>;
