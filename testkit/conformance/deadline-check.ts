import { TIMEOUT_HEADER } from '@commerce/platform/call-context';
import { errorTable } from '@commerce/platform/errors/error-table';
import type { Check } from './check.ts';
import { unknownKey } from './key.ts';
import { type AnswerError, graphqlClient } from '../graphql-client.ts';
import { selectionOf } from './selection.ts';
import type { Entity } from './subgraph-schema.ts';
import type { EntityUnderTest, Subject } from './subject.ts';

/** A caller's time holds for the core as well: a core that does not answer must not make its caller wait for longer. */
export function deadlineCheck(entity: Entity, key: string, { find }: EntityUnderTest, subject: () => Subject): Check {
  return {
    name: `a request to a core that does not answer ends with its time (${TIMEOUT_HEADER}) and ${CODE}`,
    async run() {
      const { unanswered } = subject();
      if (!unanswered) return { skipped: 'no subgraph before a core that never answers was named' };
      const known = await find(2);
      const started = performance.now();
      const asked = graphqlClient(unanswered).entities(
        entity.type.name,
        selectionOf(entity.type, known),
        [unknownKey(entity.type, key)],
        { [TIMEOUT_HEADER]: String(BUDGET_MS) },
        AbortSignal.timeout(BUDGET_MS + SLACK_MS),
      );
      const errors = await asked.then(
        (answer) => answer.errors ?? [],
        (error: unknown) => {
          if (error instanceof DOMException && error.name === 'TimeoutError') return undefined;
          throw error;
        },
      );
      return { problems: problemsOf(errors, Math.round(performance.now() - started)) };
    },
  };
}

const CODE = errorTable.DeadlineExceeded.graphql;
// Long enough for a busy machine to tell one that waits from one that does not, and both together far less than the 10 s
// that a subgraph allows of itself.
const BUDGET_MS = 2_000;
const SLACK_MS = 4_000;

function problemsOf(errors: AnswerError[] | undefined, milliseconds: number): string[] {
  const asked = `a request with ${BUDGET_MS} ms`;
  if (!errors) return [`${asked} has no answer after ${milliseconds} ms; give its calls of the core the deadline.`];
  if (errors.length === 0) return [`${asked} has no error, expected ${CODE}: does its core answer?`];
  if (milliseconds < BUDGET_MS / 2)
    return [`${asked} ends after ${milliseconds} ms; wait for the core as long as asked.`];
  const wrong = errors.filter(({ extensions }) => extensions['code'] !== CODE);
  return wrong.map(
    ({ message, extensions: { code } }) =>
      `${asked} ends after ${milliseconds} ms with ${JSON.stringify(code) ?? 'no code'} ("${message}"), expected ${CODE}.`,
  );
}
