import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Check, Outcome } from '@commerce/testkit/conformance/check';
import { conformanceChecks } from '@commerce/testkit/conformance/conformance-checks';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../with-usage.ts';
import { fileReason, fromHere } from '../composition/read-yaml.ts';
import { readEntities } from './entities-file.ts';

const USAGE = `Usage: npm run conformance -- --url <url> --schema <file> --entities <file> [--metrics <url>]… [--unanswered <url>]

Puts a running subgraph, in whatever language, through the checks that every subgraph of this graph passes.
It makes entities there: use one that is for tests, outside of production, with nobody else at work.
  --url <url>         its GraphQL endpoint, such as http://localhost:4001/graphql
  --schema <file>     its SDL file
  --entities <file>   how its entities are found or made; see testkit/conformance/README.md
  --metrics <url>     the /metrics of its core, where RPCs and statements are counted; may be repeated
  --unanswered <url>  the same subgraph before a core that takes calls and never answers`;

/**
 * Makes every check, one after the other, and prints a line for each.
 *
 * @param args the command line's.
 * @returns whether all that could be made have passed.
 * @throws UserError when the arguments are wrong, a file cannot be read, or nobody answers.
 */
export async function conformanceCommand(args: string[], print: (line: string) => void): Promise<boolean> {
  const { schema, entities, ...subject } = readArguments(args);
  const sdl = await readFile(schema, 'utf8').catch((error: unknown) => {
    throw new UserError(`Cannot read ${fromHere(schema)}: ${fileReason(error)}; check the path.`, error);
  });
  const checks = conformanceChecks(sdl, await readEntities(entities, subject.url), () => subject);
  const client = graphqlClient(subject.url);
  await client.query('{ __typename }').catch((error: unknown) => {
    throw new UserError(
      `Cannot reach a subgraph at ${subject.url} (${reasonOf(error)}): start it, or name it in --url.`,
    );
  });
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    const outcome = await outcomeOf(check);
    outcomes.push(outcome);
    print(lineOf(check.name, outcome));
  }
  const skipped = outcomes.filter((outcome) => 'skipped' in outcome).length;
  const failed = outcomes.filter((outcome) => 'problems' in outcome && outcome.problems.length > 0).length;
  print(`${checks.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped.`);
  return failed === 0;
}

async function outcomeOf({ run }: Check): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    return { problems: [reasonOf(error)] };
  }
}

function lineOf(name: string, outcome: Outcome): string {
  if ('skipped' in outcome) return `skipped  ${name}: ${outcome.skipped}`;
  const lines = outcome.problems.map((problem) => `\n         ${problem.replaceAll('\n', '\n         ')}`);
  return lines.length > 0 ? `FAILED   ${name}${lines.join('')}` : `passed   ${name}`;
}

/** Its message, and its cause's: Node's fetch says only there why it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function readArguments(args: string[]) {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string' },
        schema: { type: 'string' },
        entities: { type: 'string' },
        metrics: { type: 'string', multiple: true, default: [] },
        unanswered: { type: 'string' },
      },
    });
    const { url, schema, entities, metrics, unanswered } = values;
    if (!url || !schema || !entities) throw new TypeError('--url, --schema and --entities must be given.');
    for (const address of [url, ...metrics, ...(unanswered ? [unanswered] : [])]) {
      if (!/^https?:$/.test(protocolOf(address))) throw new TypeError(`${address} is no http: or https: URL.`);
    }
    return { url, schema, entities, metrics, unanswered };
  });
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}
