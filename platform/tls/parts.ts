import { X509Certificate } from 'node:crypto';
import type { Domain } from '../domain.ts';

/** What reads the supergraph, and is what clients reach. */
export const ROUTER = 'router';

/** A router and all subgraphs in one process: it is each of them to whoever it asks. */
export const EDGE = 'edge';

/** Commands that people run on the cores, such as `npm run seed`. */
export const TOOLS = 'tools';

/** A domain's part, as certificates name it: `order-core`. */
export function corePart(domain: string): string {
  return `${domain}-core`;
}

export function graphPart(domain: string): string {
  return `${domain}-graph`;
}

/** The parts that a core answers: its subgraph, the cores of the domains that it names, and the tools. */
export function callersOf({ name, callers }: Pick<Domain, 'name' | 'callers'>): string[] {
  return [graphPart(name), ...callers.map(corePart), TOOLS];
}

/**
 * Is it the certificate of this part? Its name is one of the certificate's DNS names, wherever the part runs
 * (https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6).
 *
 * @param certificate in DER. Whoever asks has verified it.
 */
export function isOfPart(certificate: Buffer, part: string): boolean {
  return new X509Certificate(certificate).checkHost(part, { subject: 'never', wildcards: false }) !== undefined;
}
