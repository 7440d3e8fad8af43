import { dirname } from 'node:path';
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import { UserError } from '@commerce/platform/errors/user-error';
import type { DocumentNode } from 'graphql';
import type { RouterContext } from '../rate-limit.ts';
import type { TrustedDocumentsMode } from './decision.ts';
import type { DocumentStore } from './document-store.ts';
import { followManifest } from './follow-manifest.ts';
import { knownDocuments } from './known-documents.ts';
import type { TrustedDocument } from './manifest.ts';
import { manifestSource } from './manifest-source.ts';
import { replanning } from './replanning.ts';
import { trustedRequests, type TrustedRequests } from './trusted-requests.ts';

/** The documents that the teams' manifests have, as long as the router runs. */
export interface TrustedDocuments extends Pick<TrustedRequests, 'addTo'> {
  plugins: ApolloServerPlugin[];
  store: DocumentStore['store'];
  /**
   * Plans them, and again whenever the supergraph or a manifest has changed.
   *
   * @param plan makes a document's plans, and keeps them with it.
   * @returns when all are planned for the first time.
   */
  planFor(server: ApolloServer<RouterContext>, plan: (document: DocumentNode) => void): Promise<void>;
  close(): void;
}

export interface TrustedDocumentsConfig {
  TRUSTED_DOCUMENTS?: readonly string[] | undefined;
  TRUSTED_DOCUMENTS_MODE?: TrustedDocumentsMode | undefined;
  SUPERGRAPH_CACHE: string;
  SUPERGRAPH_POLL_MS: number;
}

/**
 * @returns undefined where no manifests are named.
 * @throws UserError when a manifest cannot be read, or a mode is named without one.
 */
export async function openTrustedDocuments(config: TrustedDocumentsConfig): Promise<TrustedDocuments | undefined> {
  const { TRUSTED_DOCUMENTS: places, TRUSTED_DOCUMENTS_MODE: mode = 'report', SUPERGRAPH_POLL_MS: pollMs } = config;
  if (!places?.length) {
    if (config.TRUSTED_DOCUMENTS_MODE === undefined) return undefined;
    throw new UserError(`TRUSTED_DOCUMENTS_MODE is ${mode} without TRUSTED_DOCUMENTS: name the manifests, or no mode.`);
  }
  const manifests = new Map<string, readonly TrustedDocument[]>();
  let known = knownDocuments(manifests);
  const planning = replanning(() => known.all);
  const stops: (() => void)[] = [];
  const close = () => {
    planning.stop();
    for (const stop of stops) stop();
  };
  try {
    for (const place of places) {
      const source = manifestSource(place, dirname(config.SUPERGRAPH_CACHE), pollMs);
      const take = (documents: readonly TrustedDocument[]) => {
        manifests.set(place, documents);
        known = knownDocuments(manifests);
        planning.again();
      };
      stops.push(await followManifest(source, take));
    }
  } catch (error) {
    close();
    throw error;
  }
  const requests = trustedRequests(() => known, mode);
  return {
    addTo: requests.addTo,
    plugins: [requests.plugin, planning.plugin],
    store: planning.documents.store,
    planFor: planning.planFor,
    close,
  };
}
