import { log } from '@commerce/platform/log';
import type { TrustedDocument } from './manifest.ts';

/** The documents of all manifests, by all that a request can have of them. */
export interface KnownDocuments {
  all: readonly TrustedDocument[];
  byId(id: string): TrustedDocument | undefined;
  bySha256(digits: string): TrustedDocument | undefined;
  byText(text: string): TrustedDocument | undefined;
}

/** @param manifests by their names; where two have one id for different documents, the first has it. */
export function knownDocuments(manifests: ReadonlyMap<string, readonly TrustedDocument[]>): KnownDocuments {
  const ids = new Map<string, TrustedDocument>();
  const hashes = new Map<string, TrustedDocument>();
  const texts = new Map<string, TrustedDocument>();
  for (const [manifest, documents] of manifests) {
    for (const document of documents) {
      const { id, body, sha256 } = document;
      const other = ids.get(id);
      if (other && other.body !== body) {
        log.error({ manifest, id, operation: document.name }, 'another manifest has this id for another document');
        continue;
      }
      if (other) continue;
      ids.set(id, document);
      hashes.set(sha256, document);
      texts.set(body, document);
    }
  }
  return {
    all: [...ids.values()],
    byId: (id) => ids.get(id),
    bySha256: (digits) => hashes.get(digits),
    byText: (text) => texts.get(text),
  };
}
