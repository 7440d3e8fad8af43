import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import { log } from '@commerce/platform/log';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { withKeptLiterals } from '../big-integer-literals.ts';
import type { RouterContext } from '../rate-limit.ts';
import { documentStore } from './document-store.ts';
import type { TrustedDocument } from './manifest.ts';
import { planDocuments } from './plan-documents.ts';

/** Plans the documents of now, one run at a time; what changes meanwhile begins it anew. */
export function replanning(trusted: () => readonly TrustedDocument[]) {
  const documents = documentStore();
  let schema: GraphQLSchema | undefined;
  let run: (isOutdated: () => boolean) => Promise<void> = async () => {};
  let version = 0;
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const runAll = async () => {
    let planned: number;
    do {
      planned = version;
      await run(() => stop.signal.aborted || planned !== version);
    } while (!stop.signal.aborted && planned !== version);
    running = undefined;
  };
  const again = async () => {
    version += 1;
    running ??= runAll();
    await running;
  };
  const begin = () => {
    again().catch((err: unknown) => log.error({ err }, 'the trusted documents cannot be planned'));
  };
  const plugin: ApolloServerPlugin = {
    async serverWillStart() {
      return {
        schemaDidLoadOrUpdate({ apiSchema }) {
          schema = apiSchema;
          begin();
        },
      };
    },
  };
  return {
    documents,
    plugin,
    again: begin,
    stop: () => stop.abort(),
    async planFor(server: ApolloServer<RouterContext>, plan: (document: DocumentNode) => void) {
      run = async (isOutdated) =>
        await planDocuments(trusted(), {
          server,
          documents,
          isOutdated,
          plan: (document, source) => plan(schema ? withKeptLiterals({ schema, document, source }) : document),
        });
      await again();
    },
  };
}
