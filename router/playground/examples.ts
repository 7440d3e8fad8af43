import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { getOperationAST, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { Cost, Example } from './page-settings.ts';

/**
 * Reads the operations of a folder: `<name>.graphql`, its variables in `<name>.json`, and what each costs in `costs.yaml`.
 *
 * @returns those that read before those that change something, and of each kind the ones that ask most parts first: they
 * show most. Nothing where there is no such folder, and nothing of a file that is no operation: somebody is writing it.
 */
export async function readExamples(folder: string): Promise<Example[]> {
  const files = await readdir(folder).catch((): string[] => []);
  const costs = await readCosts(join(folder, 'costs.yaml'));
  const examples = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .toSorted()
      .map((file) => readExample(folder, basename(file, '.graphql'), costs)),
  );
  return examples
    .flatMap((example) => example ?? [])
    .toSorted((a, b) => Number(a.isMutation) - Number(b.isMutation) || rpcsOf(b) - rpcsOf(a));
}

/** @returns what `costs.yaml` says that an operation of the folder costs; undefined where it says nothing of one with this name. */
export async function expectedCost(folder: string, operation: string): Promise<Cost | undefined> {
  return (await readExamples(folder)).find((example) => example.operation === operation)?.cost;
}

const rpcsOf = ({ cost }: Example) => Object.values(cost?.rpcs ?? {}).reduce((sum, count) => sum + count, 0);

async function readExample(folder: string, name: string, costs: Costs): Promise<Example | undefined> {
  const query = await readFile(join(folder, `${name}.graphql`), 'utf8');
  const variables = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => '');
  const operation = operationIn(query);
  if (!operation) return undefined;
  const [owner, purpose] = query.split('\n', 2).map((line) => line.replace(/^#\s*(owner:\s*)?/, ''));
  const cost = costs[name];
  return {
    name,
    operation: operation.name?.value ?? name,
    owner: owner ?? '',
    purpose: purpose ?? '',
    query,
    variables,
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    ...(cost && { cost }),
  };
}

type Costs = Readonly<Record<string, Cost>>;

function operationIn(query: string): OperationDefinitionNode | undefined {
  try {
    return getOperationAST(parse(query)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @returns nothing for a file that is not there, or is not in the form of `npm run check`. */
async function readCosts(file: string): Promise<Costs> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return costs.safeParse(parseYaml(text)).data ?? {};
}

const counts = z.record(z.string(), z.number());
const costs = z.record(z.string(), z.object({ rpcs: counts, statements: counts }));
