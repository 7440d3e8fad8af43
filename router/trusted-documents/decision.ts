import { DomainError, invalidArgument } from '@commerce/platform/errors/domain-error';
import type { AskedDocument } from './asked-document.ts';
import type { KnownDocuments } from './known-documents.ts';
import { sha256, type TrustedDocument } from './manifest.ts';

/**
 * What happens to an operation that is in no manifest: `report` runs and logs it, `prefer` runs it, `only` refuses it.
 */
export type TrustedDocumentsMode = 'report' | 'prefer' | 'only';

/** What becomes of a request. */
export type Decision =
  | { kind: 'trusted'; document: TrustedDocument; isNamed: boolean }
  /** It is run, or registered, as if there were no manifests; undefined when nothing can be run. */
  | { kind: 'free'; sha256: string | undefined }
  | { kind: 'refused'; error: DomainError; isUntrusted: boolean };

/** @param asked see asked-document.ts. */
export function decide(asked: AskedDocument, known: KnownDocuments, mode: TrustedDocumentsMode): Decision {
  const { text, documentId, sha256Hash } = asked;
  if (documentId !== undefined) {
    if (typeof documentId !== 'string') return refused('documentId', 'must be a string');
    if (text !== undefined) return refused('documentId', 'must not come with a query: send one of them');
    if (sha256Hash !== undefined) return refused('documentId', 'must not come with a persistedQuery: send one of them');
    const [, digits] = /^sha256:(.*)$/s.exec(documentId) ?? [];
    const document = digits === undefined ? known.byId(documentId) : known.bySha256(digits);
    return document ? { kind: 'trusted', document, isNamed: true } : untrusted(NO_SUCH_ID);
  }
  if (typeof text === 'string') {
    const document = known.byText(text);
    if (document) return { kind: 'trusted', document, isNamed: false };
    return mode === 'only' ? untrusted(NOT_IN_MANIFESTS) : { kind: 'free', sha256: sha256(text) };
  }
  if (typeof sha256Hash === 'string' && text === undefined) {
    const document = known.byId(sha256Hash) ?? known.bySha256(sha256Hash);
    if (document) return { kind: 'trusted', document, isNamed: true };
    // Its text may have been registered before, and is asked for otherwise.
    return mode === 'only' ? untrusted(NO_SUCH_ID) : { kind: 'free', sha256: sha256Hash };
  }
  return { kind: 'free', sha256: undefined };
}

function untrusted(message: string): Decision {
  const error = new DomainError('InvalidArgument', message, { reason: 'DOCUMENT_NOT_TRUSTED' });
  return { kind: 'refused', error, isUntrusted: true };
}

function refused(field: string, description: string): Decision {
  return { kind: 'refused', error: invalidArgument([{ field, description }]), isUntrusted: false };
}

const NO_SUCH_ID =
  'No trusted document has this id: publish the manifest that has it before the client, or send the id of one that is published.';
const NOT_IN_MANIFESTS =
  'Only trusted documents are answered here, and this is none of them: publish it in a manifest, and send its id as documentId.';
