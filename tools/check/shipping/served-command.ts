import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../../with-usage.ts';
import { fileReason } from '../../composition/read-yaml.ts';
import { readSupergraphConfig } from '../../composition/supergraph-config.ts';
import { unserved } from './unserved.ts';

const USAGE = `Usage: npm run check-served -- --supergraph <file or URL> [--config <file>]

Says whether subgraphs can answer a router that serves a supergraph. Before new code is deployed, name the supergraph that is
served; before a new supergraph is published, name that one, and with --config the subgraphs as they are deployed.
  --supergraph <file or URL>  as composition wrote it
  --config <file>             the subgraphs, in Rover's format: files, SDL or URLs; supergraph.yaml by default`;

/**
 * @param args the command line's.
 * @returns what to tell the user.
 * @throws UserError that lists what is not served, or says what is wrong with the arguments.
 */
export async function servedCommand(args: string[]): Promise<string> {
  const { supergraph, config } = readArguments(args);
  const subgraphs = await readSupergraphConfig(config);
  const found = await unserved(await readSupergraph(supergraph), subgraphs).catch((error: unknown) => {
    throw new UserError(`${supergraph} is no supergraph: ${String(error)}`, error);
  });
  if (found.length > 0) {
    const lines = found.map(({ subgraph, message }) => `  ${subgraph}: ${message}`);
    throw new UserError(
      [`A router with ${supergraph} cannot go on with ${config}. Compared with what the router knows:`, ...lines].join(
        '\n',
      ),
    );
  }
  return `${subgraphs.length} subgraphs of ${config} can answer a router with ${supergraph}.`;
}

async function readSupergraph(source: string): Promise<string> {
  try {
    if (!/^https?:/.test(source)) return await readFile(source, 'utf8');
    const response = await fetch(source, { signal: AbortSignal.timeout(FETCH_MS) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return await response.text();
  } catch (error) {
    throw new UserError(`Cannot read ${source}: ${fileReason(error)}; check the path or the URL.`, error);
  }
}

const FETCH_MS = 10_000;

function readArguments(args: string[]): { supergraph: string; config: string } {
  return withUsage(USAGE, () => {
    const { values } = parseArgs({
      args,
      options: { supergraph: { type: 'string' }, config: { type: 'string', default: 'supergraph.yaml' } },
    });
    const { supergraph, config } = values;
    if (!supergraph) throw new TypeError('--supergraph is missing.');
    return { supergraph, config };
  });
}
