import { z } from 'zod';

const path = z.string().optional();

/** The certificates of a process: all three, or none where nothing is encrypted; see certificates.ts. */
export const tlsVariables = {
  TLS_CERT: path.describe('the path of a PEM file with the certificate of this part'),
  TLS_KEY: path.describe('the path of a PEM file with the private key of TLS_CERT'),
  TLS_CA: path.describe('the path of a PEM file with the authority that the other parts are verified by'),
};

export type TlsConfig = z.infer<z.ZodObject<typeof tlsVariables>>;
