import { callContext, type OpenCall } from '@commerce/platform/call-context';
import { createHttpServer, listen } from '@commerce/platform/process/http-server';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { type SharedQueries, sharedQueries } from '../shared-queries.ts';

/** A server whose requests are queries that share answers, and which the test answers. */
export interface HeldAnswers {
  shared: SharedQueries;
  /** Sends a request, the same each time. @returns the text that it is answered with. */
  ask(): Promise<string>;
  /** The requests, in the order in which they came. */
  calls: OpenCall[];
  /** Of those, how many were worked on. */
  readonly worked: number;
  /** Answers those that are worked on. */
  answer(text: string): void;
  close(): Promise<void>;
}

export async function holdAnswers(admits?: () => Promise<boolean>): Promise<HeldAnswers> {
  const shared = sharedQueries(admits);
  const calls: OpenCall[] = [];
  const working: ((text: string) => void)[] = [];
  let worked = 0;
  // Longer than a test waits: a request goes on by itself when its time is up. It is up for all at once: one that has more of it than
  // another by a second, as it came later, would not join it.
  const deadline = Date.now() + 5 * PATIENCE_MS;
  const app = createHttpServer({ isDraining: () => false });
  app.addHook('preHandler', (_request, reply, done) => {
    const call = openTestCall(deadline - Date.now());
    calls.push(call);
    reply.raw.once('close', call.close);
    callContext.run(call.context, done);
  });
  app.post('/graphql', async () => {
    shared.begins(QUERY, 1);
    worked += 1;
    return await new Promise<string>((answer) => working.push(answer));
  });
  shared.addTo(app);
  const url = `http://127.0.0.1:${await listen(app, '127.0.0.1', 0, 'HTTP')}/graphql`;
  return {
    shared,
    ask: async () => await (await fetch(url, { method: 'POST' })).text(),
    calls,
    get worked() {
      return worked;
    },
    answer(text) {
      for (const answer of working.splice(0)) answer(text);
    },
    close: () => app.close(),
  };
}

const [QUERY] = parse('{ a }').definitions.filter(
  (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
) as [OperationDefinitionNode];
