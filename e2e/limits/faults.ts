import type { ManagedProcess } from '../deployment/managed-process.ts';
import { FORM } from '../form.ts';
import type { Stage, Trial } from './trial.ts';

const UNDER_WAY = 'what was under way there fails; what is safe to repeat says so';

/** Who asks the cores, and who is asked by clients: one and the same where the subgraphs are in edges. */
const SUBGRAPHS = FORM === 'edges' ? [] : ['order subgraph'];
const FRONT = FORM === 'edges' ? 'edge' : 'router';

/** A part dies, stands still, or cannot be reached. */
export const FAULTS: readonly Trial[] = [
  ...['order core', ...SUBGRAPHS, FRONT].map((part) =>
    fault(`one of two replicas is killed: ${part}`, UNDER_WAY, async ({ deployment, untilOthersGoOn }) => {
      const process = deployment.process(part);
      await process.end('SIGKILL');
      await untilOthersGoOn();
      await process.startReady();
    }),
  ),
  ...['order core', ...SUBGRAPHS].map((part) =>
    fault(`one of two replicas stands still: ${part}`, UNDER_WAY, ({ deployment, untilOthersGoOn }) =>
      frozen(deployment.process(part), untilOthersGoOn),
    ),
  ),
  fault('one of two replicas loses its store', UNDER_WAY, async ({ cables: [cable], untilOthersGoOn }) => {
    await cable?.cut();
    await untilOthersGoOn();
    await cable?.mend();
  }),
  fault('the way to a store loses all that is sent, without a sign', UNDER_WAY, async ({ cables, untilOthersGoOn }) => {
    for (const cable of cables) cable.lose();
    await untilOthersGoOn();
  }),
];

async function frozen(process: ManagedProcess, meanwhile: () => Promise<void>): Promise<void> {
  process.signal('SIGSTOP');
  await meanwhile();
  process.signal('SIGCONT');
}

function fault(name: string, others: string, run: (stage: Stage) => Promise<void>): Trial {
  return {
    name,
    gets: '',
    others,
    // The last is what a client of a router says that was killed.
    codes: ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'fetch failed'],
    // What waits for what is lost waits so long, and comes back.
    othersWaitMs: 12_000,
    async run(stage) {
      await run(stage);
      return '';
    },
  };
}
