import { ATTACKS } from './attacks.ts';
import { answerTo, type Trial } from './trial.ts';

const TOO_LARGE = '`RESOURCE_EXHAUSTED`, `RESPONSE_TOO_LARGE`';

/** What comes of each attack. */
const GETS: Readonly<Record<string, string>> = {
  'one field of 10,000 lines under 280 names': TOO_LARGE,
  'the ids of the longest orders, twelve times': 'its answer',
  // By chance: the core holds so much for all of them, and each page is too large by itself.
  'all texts of the longest orders, twelve times': `${TOO_LARGE} or \`RESOURCE_EXHAUSTED\`, \`OVERLOADED\`, retryable`,
  // The catalog has none of them.
  '20,000 entities of another subgraph': '`NOT_FOUND`, `REFERENCE_LOST`',
  'one product in 10,000 places, under 90 names': TOO_LARGE,
  'an operation with a name of 900 kB': 'its answer',
  'lists within lists within lists': '`BAD_USER_INPUT`, `OPERATION_TOO_LARGE`',
};

/** Clients send what once ended a part, several of them at once. */
export const HOSTILE_INPUTS: readonly Trial[] = ATTACKS.map(({ name, documentFor }) => ({
  name,
  gets: GETS[name] ?? 'not said yet',
  // How busy a part is meanwhile, its machine decides.
  others: 'nothing, or `OVERLOADED`, to be sent again',
  codes: [],
  async run({ graph, targets, untilOthersGoOn }) {
    // A busy machine may send one of them away for a while, as it may everybody: then it comes again.
    const send = async (): Promise<string> => {
      const answer = await answerTo(graph, documentFor(targets), {}, OWN_ANSWER);
      return answer.endsWith('retryable') ? await send() : answer;
    };
    const senders = Array.from({ length: AT_ONCE }, send);
    const answers = new Set(await Promise.all(senders));
    await untilOthersGoOn();
    return [...answers].join(' or ');
  },
}));

const AT_ONCE = 3;
/** The router would make one answer for all of them. */
const OWN_ANSWER = { 'cache-control': 'no-cache' };
