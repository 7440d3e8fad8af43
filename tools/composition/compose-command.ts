import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../with-usage.ts';
import writeFileAtomic from 'write-file-atomic';
import { composeSupergraph } from './compose-supergraph.ts';
import { countProblems, formatProblem } from './problem.ts';
import { fileReason, fromHere } from './read-yaml.ts';
import { readSupergraphConfig } from './supergraph-config.ts';

const USAGE = `Usage: npm run compose -- [--config <file>] [--output <file>] [--check]

Composes the supergraph that the router serves.
  --config <file>  the subgraphs, in Rover's format; supergraph.yaml by default
  --output <file>  the supergraph; supergraph.graphql beside the configuration by default
  --check          writes nothing, and fails when the output is not what the configuration composes to`;

/**
 * Composes a supergraph and writes it, or checks that it is written. A supergraph with errors is not written.
 *
 * @param args the command line's.
 * @returns what to tell the user.
 * @throws UserError with all errors and hints when it cannot be composed, or with `--check` is not up to date.
 */
export async function composeCommand(args: string[]): Promise<string> {
  const { config, output, check, help } = readArguments(args);
  if (help) return USAGE;
  const subgraphs = await readSupergraphConfig(config);
  const { problems, supergraph } = composeSupergraph(subgraphs);
  // Debug hints are composition's notes on what is well and usual; hundreds of them for a large graph.
  const shown = problems.filter(({ severity }) => severity !== 'debug');
  const [source, target] = [fromHere(config), fromHere(output)];
  const report = (summary: string) => [...shown.map(formatProblem), summary].join('\n\n');

  if (!supergraph) {
    throw new UserError(report(`${source} does not compose: ${countProblems(shown)}. Nothing was written.`));
  }
  if (check) {
    const current = await readFile(output, 'utf8').catch(() => undefined);
    if (current !== supergraph.sdl) {
      const what = current === undefined ? 'is missing' : `is not what ${source} composes to`;
      throw new UserError(report(`${target} ${what}. Run \`${mendingCommand(args)}\` and commit it.`));
    }
  } else {
    await writeFileAtomic(output, supergraph.sdl).catch((error: unknown) => {
      throw new UserError(`Cannot write ${target}: ${fileReason(error)}.`, error);
    });
  }
  const counted = `${subgraphs.length} subgraph${subgraphs.length === 1 ? '' : 's'}`;
  return report(
    `${target} ${check ? 'is up to date with' : 'is composed from'} ${source}: ${counted}, ${countProblems(shown)}.`,
  );
}

function readArguments(args: string[]) {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string', default: 'supergraph.yaml' },
        output: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { ...values, output: values.output ?? join(dirname(values.config), 'supergraph.graphql') };
  });
}

function mendingCommand(args: readonly string[]): string {
  const others = args.filter((arg) => arg !== '--check');
  return ['npm run compose', ...(others.length > 0 ? ['--', ...others] : [])].join(' ');
}
