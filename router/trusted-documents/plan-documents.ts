import type { Documents } from '@commerce/platform/graphql/documents';
import { log } from '@commerce/platform/log';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { setImmediate } from 'node:timers/promises';
import type { TrustedDocument } from './manifest.ts';

export interface PlanTools {
  documents: Documents;
  /** The one that is served now. */
  schema(this: void): GraphQLSchema;
  /** Makes the plans of a document, and keeps them with it. @throws what planning fails with. */
  plan(this: void, document: DocumentNode, text: string): void;
  /** Is there something newer to plan? */
  isOutdated(this: void): boolean;
}

/**
 * Has documents parsed, validated and planned before somebody asks for them. One that cannot be run is said, and refused when
 * somebody asks for it, as it would be anyway.
 */
export async function planDocuments(trusted: readonly TrustedDocument[], tools: PlanTools): Promise<void> {
  const { documents, isOutdated } = tools;
  const early = within(trusted, MAX_PLANNED_LENGTH);
  documents.keep(new Set(early.map(({ body }) => body)));
  let failed = 0;
  for (const document of early) {
    if (isOutdated()) return;
    // Requests come between.
    await setImmediate();
    const reason = failureOf(document, tools);
    if (reason === undefined) continue;
    failed += 1;
    if (failed > MAX_LOGGED) continue;
    const { id, name: operation } = document;
    log.warn({ id, operation, reason }, 'a trusted document cannot be run on this supergraph, and is refused');
  }
  const counts = { planned: early.length - failed, refused: failed, notYetPlanned: trusted.length - early.length };
  log.info(counts, 'the trusted documents are planned');
}

/** @returns why it cannot be run. */
function failureOf({ body }: TrustedDocument, { documents, schema, plan }: PlanTools): string | undefined {
  try {
    plan(documents.documentOf(schema(), body), body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function within(trusted: readonly TrustedDocument[], maxLength: number): TrustedDocument[] {
  let length = 0;
  return trusted.filter(({ body }) => {
    length += body.length;
    return length <= maxLength;
  });
}

/** In characters of all documents, some thousand of them: each is kept with its plans. Others are planned when they come. */
const MAX_PLANNED_LENGTH = 2_000_000;
const MAX_LOGGED = 20;
