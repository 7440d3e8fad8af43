import { dirname } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import type { TrustedDocumentsMode } from './decision.ts';
import { followManifest } from './follow-manifest.ts';
import { type KnownDocuments, knownDocuments } from './known-documents.ts';
import type { TrustedDocument } from './manifest.ts';
import { manifestSource } from './manifest-source.ts';
import type { PlanTools } from './plan-documents.ts';
import { replanning } from './replanning.ts';
import { trustedRequests, type TrustedRequests } from './trusted-requests.ts';

/** The documents that the teams' manifests have, as long as the router runs. */
export interface TrustedDocuments extends TrustedRequests {
  /** Plans them for a router, and again whenever a manifest has changed. @returns when all are planned for the first time. */
  planFor(router: Omit<PlanTools, 'isOutdated'>): Promise<void>;
  /** The supergraph has changed: plans them again. */
  planAgain(): void;
  /** Is it the name of one of them? */
  isName(operation: string): boolean;
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
  let names = namesOf(known);
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
        names = namesOf(known);
        planning.again();
      };
      stops.push(await followManifest(source, take));
    }
  } catch (error) {
    close();
    throw error;
  }
  const requests = trustedRequests(() => known, mode);
  const isName = (operation: string) => names.has(operation);
  return { ...requests, planFor: planning.planFor, planAgain: planning.again, isName, close };
}

function namesOf({ all }: KnownDocuments): ReadonlySet<string> {
  return new Set(all.map(({ name }) => name));
}
