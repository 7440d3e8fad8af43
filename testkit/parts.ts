import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, openCertificates } from '@commerce/platform/tls/certificates';
import { type Authority, type Identity, openAuthority, type Validity } from './authority.ts';
import { writePart } from './part-files.ts';

/** Parts with certificates of one authority, in files of their own. */
export interface Parts {
  authority: Authority;
  /** A part's certificates, read again every few milliseconds. Ended with all. */
  open(part: string): Promise<Certificates>;
  /** The same that nobody checks before they are shown: of another authority, or for another time. */
  forged(part: string, by?: Authority, validity?: Validity): Promise<Certificates>;
  /** Writes another certificate for a part. */
  write(part: string, identity?: Identity): Promise<Identity>;
  folder: string;
  stop(): Promise<void>;
}

export async function makeParts(): Promise<Parts> {
  const folder = await mkdtemp(join(tmpdir(), 'parts-'));
  const authority = await openAuthority();
  const opened: Certificates[] = [];
  const { cert: ca } = authority.identity;
  const write = async (part: string, identity?: Identity) => {
    const written = identity ?? (await authority.issue(part));
    await writePart(join(folder, part), written, ca);
    return written;
  };
  return {
    authority,
    folder,
    write,
    async open(part) {
      const variables = await writePart(join(folder, part), await authority.issue(part), ca);
      const certificates = await openCertificates(variables, part, LOOK_MS);
      if (!certificates) throw new Error(`${part} has no certificates.`);
      opened.push(certificates);
      return certificates;
    },
    async forged(part, by = authority, validity) {
      const { cert, key } = await by.issue(part, validity);
      const pems = { cert: Buffer.from(cert), key: Buffer.from(key), ca: Buffer.from(ca) };
      return { current: () => pems, onChange: () => () => {}, close: () => {} };
    },
    async stop() {
      for (const certificates of opened) certificates.close();
      await rm(folder, { recursive: true });
    },
  };
}

const LOOK_MS = 50;
