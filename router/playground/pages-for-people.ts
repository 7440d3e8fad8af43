import { isSwitchedOn } from '@commerce/platform/config/switches';
import type { FastifyInstance } from 'fastify';
import type { RouterIdentity } from '../router-identity.ts';
import type { RouterConfig } from '../variables.ts';
import { createAskedSubgraphs } from './asked-subgraphs.ts';
import type { PlaygroundCallers } from './callers.ts';
import { addDocs } from './docs-pages.ts';
import { createFirstPage, type Parts } from './first-page.ts';
import { addPlayground } from './playground.ts';

interface Surroundings {
  callers: PlaygroundCallers | undefined;
  /** Without it the router asks its subgraphs. */
  parts: Parts | undefined;
  urlOf: (name: string, url?: string) => string;
  isEmbedded: (name: string) => boolean;
  identity: RouterIdentity;
}

/** The playground where it is switched on; in development the first page and the documentation, too. */
export function pagesForPeople(config: RouterConfig, { callers, parts, urlOf, isEmbedded, identity }: Surroundings) {
  const { OPERATIONS_PATH: operations, NODE_ENV } = config;
  const hasPlayground = isSwitchedOn(config.PLAYGROUND, NODE_ENV);
  const hasFirstPage = hasPlayground && NODE_ENV !== 'production';
  // Whoever started the router with all other parts knows more.
  const askedSubgraphs = hasFirstPage && !parts ? createAskedSubgraphs(urlOf, isEmbedded, identity) : undefined;
  const shownParts = parts ?? askedSubgraphs?.parts;
  const firstPage = hasFirstPage && shownParts ? createFirstPage(operations, shownParts) : undefined;
  return {
    /** Is told of each supergraph that is served. */
    onSupergraph(sdl: string): void {
      firstPage?.onSupergraph(sdl);
      askedSubgraphs?.onSupergraph(sdl);
    },
    addTo(app: FastifyInstance): void {
      if (hasPlayground) addPlayground(app, operations, callers);
      if (firstPage) {
        firstPage.addTo(app);
        addDocs(app);
      } else if (hasPlayground) app.get('/', (_request, reply) => reply.redirect('/playground'));
    },
    /** @param adminOrigin `http://host:port` of the router's administration. */
    showMetricsOf(adminOrigin: string): void {
      firstPage?.showMetricsOf(adminOrigin);
    },
    async close(): Promise<void> {
      await askedSubgraphs?.close();
    },
  };
}
