import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../with-usage.ts';
import writeFileAtomic from 'write-file-atomic';
import { apiSchemaOf } from './api-schema.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { countProblems, formatProblem } from './problem.ts';
import { fileReason, fromHere } from './read-yaml.ts';
import { readSupergraphConfig, type SubgraphConfig } from './supergraph-config.ts';

const USAGE = `Usage: npm run compose -- [--config <file>] [--output <file>] [--schema <file>] [--check]

Composes the supergraph that the router serves, and the schema that clients see of it.
  --config <file>  the subgraphs, in Rover's format; supergraph.yaml by default
  --output <file>  the supergraph; supergraph.graphql beside the configuration by default
  --schema <file>  what clients see; schema.graphql beside the supergraph by default
  --check          writes nothing, and fails when the outputs are not what the configuration composes to`;

/**
 * Composes a supergraph and writes it with its API schema, or checks that both are written. A supergraph with errors is not
 * written.
 *
 * @param args the command line's.
 * @returns what to tell the user.
 * @throws UserError with all errors and hints when it cannot be composed, or with `--check` an output is not up to date.
 */
export async function composeCommand(args: string[]): Promise<string> {
  const { config, output, schema, check, help } = readArguments(args);
  if (help) return USAGE;
  const subgraphs = await readSupergraphConfig(config);
  refuseSources([output, schema], subgraphs);
  const { problems, supergraph } = composeSupergraph(subgraphs);
  // Debug hints are composition's notes on what is well and usual; hundreds of them for a large graph.
  const shown = problems.filter(({ severity }) => severity !== 'debug');
  const source = fromHere(config);
  const report = (summary: string) => [...shown.map(formatProblem), summary].join('\n\n');

  if (!supergraph) {
    throw new UserError(report(`${source} does not compose: ${countProblems(shown)}. Nothing was written.`));
  }
  const apiSchema = apiSchemaOf(supergraph.schema.toAPISchema().toGraphQLJSSchema());
  const files: [string, string][] = [
    [output, supergraph.sdl],
    [schema, apiSchema],
  ];
  if (check) {
    const stale = (await Promise.all(files.map(([file, text]) => staleness(file, text, source)))).filter(Boolean);
    if (stale.length > 0) {
      const them = stale.length > 1 ? 'them' : 'it';
      throw new UserError(report(`${stale.join(' ')} Run \`${mendingCommand(args)}\` and commit ${them}.`));
    }
  } else {
    for (const [file, text] of files) {
      await writeFileAtomic(file, text).catch((error: unknown) => {
        throw new UserError(`Cannot write ${fromHere(file)}: ${fileReason(error)}.`, error);
      });
    }
  }
  const targets = files.map(([file]) => fromHere(file)).join(' and ');
  const counted = `${subgraphs.length} subgraph${subgraphs.length === 1 ? '' : 's'}`;
  return report(
    `${targets} are ${check ? 'up to date with' : 'composed from'} ${source}: ${counted}, ${countProblems(shown)}.`,
  );
}

/** What a subgraph is written in may be called schema.graphql, too, and stand beside the configuration. */
function refuseSources(outputs: readonly string[], subgraphs: readonly SubgraphConfig[]): void {
  for (const file of outputs) {
    const overwritten = subgraphs.find(({ sdl }) => resolve(sdl.name) === resolve(file));
    if (!overwritten) continue;
    const flag = file === outputs[0] ? '--output' : '--schema';
    throw new UserError(
      `${fromHere(file)} is the schema of the subgraph ${overwritten.name}, which would be overwritten: name another file with ${flag}.`,
    );
  }
}

/** @returns what is wrong with a file that should have a text; undefined when nothing is. */
async function staleness(file: string, text: string, source: string): Promise<string | undefined> {
  const current = await readFile(file, 'utf8').catch(() => undefined);
  if (current === text) return undefined;
  return `${fromHere(file)} ${current === undefined ? 'is missing' : `is not what ${source} composes to`}.`;
}

function readArguments(args: string[]) {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string', default: 'supergraph.yaml' },
        output: { type: 'string' },
        schema: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const output = values.output ?? join(dirname(values.config), 'supergraph.graphql');
    return { ...values, output, schema: values.schema ?? join(dirname(output), 'schema.graphql') };
  });
}

function mendingCommand(args: readonly string[]): string {
  const others = args.filter((arg) => arg !== '--check');
  return ['npm run compose', ...(others.length > 0 ? ['--', ...others] : [])].join(' ');
}
