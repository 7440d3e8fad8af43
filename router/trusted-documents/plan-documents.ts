import type { ApolloServer } from '@apollo/server';
import { log } from '@commerce/platform/log';
import type { DocumentNode } from 'graphql';
import { setImmediate } from 'node:timers/promises';
import type { RouterContext } from '../rate-limit.ts';
import type { DocumentStore } from './document-store.ts';
import type { TrustedDocument } from './manifest.ts';

export interface PlanTools {
  server: ApolloServer<RouterContext>;
  documents: DocumentStore;
  /** Makes the plans of a document, and keeps them with it. @throws what planning fails with. */
  plan(document: DocumentNode, source: string): void;
  /** Is there something newer to plan? */
  isOutdated(): boolean;
}

/**
 * Has documents parsed, validated and planned before somebody asks for them. One that cannot be run is said, and refused when
 * somebody asks for it, as it would be anyway.
 */
export async function planDocuments(trusted: readonly TrustedDocument[], tools: PlanTools): Promise<void> {
  const { documents, isOutdated } = tools;
  const early = within(trusted, MAX_PLANNED_LENGTH);
  documents.trust(new Set(early.map(({ sha256 }) => sha256)));
  let failed = 0;
  for (const document of early) {
    if (isOutdated()) return;
    // Requests come between.
    await setImmediate();
    const reason = await failureOf(document, tools);
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
async function failureOf({ body, sha256 }: TrustedDocument, { server, documents, plan }: PlanTools) {
  documents.forget(sha256);
  // It has no operation of this name, so Apollo Server reads, validates and keeps the document, and then runs nothing.
  const { body: answer } = await server.executeOperation(
    { query: body, operationName: NO_OPERATION },
    { contextValue: { ip: '' } },
  );
  const document = documents.kept(sha256);
  if (!document) return (answer.kind === 'single' ? answer.singleResult.errors?.[0]?.message : undefined) ?? 'unknown';
  try {
    plan(document, body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** No name can have a space. */
const NO_OPERATION = 'no operation';

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
