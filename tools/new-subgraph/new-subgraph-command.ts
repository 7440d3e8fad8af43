import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { withUsage } from '../with-usage.ts';
import type { NewDomain } from './domain-names.ts';
import { writeNewDomain } from './write-new-domain.ts';

const USAGE = `Usage: npm run new-subgraph -- <domain> --entity <Entity> [--extends <Entity>]

Makes a working domain: proto, core with migration and tests, graph, operations, and its place in all that names domains.
  <domain>            in small letters, such as review
  --entity <Entity>   what it owns, such as Review
  --extends <Entity>  another domain's entity that it adds its own to, such as Product`;

/**
 * @param args the command line's.
 * @param show is told of each step.
 * @returns what to tell the user.
 * @throws UserError when the domain cannot be made, and nothing was written; or when a step after that fails.
 */
export async function newSubgraphCommand(args: string[], show: (step: string) => void): Promise<string> {
  const domain = readArguments(args);
  const { created, changed } = await writeNewDomain(ROOT, domain);
  show(`wrote ${created.length} files, and named ${domain.domain} in ${changed.join(', ')}`);
  for (const [step, command, ...rest] of STEPS) {
    show(step);
    await run(command, rest);
  }
  return made(domain);
}

const ROOT = resolve(import.meta.dirname, '../..');
const TYPESCRIPT = ['--import', './tools/typescript.mjs'];

/** What makes a domain that is written one that runs. */
const STEPS: [step: string, command: string, ...args: string[]][] = [
  ['linking its workspace (npm install)', 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts'],
  ['formatting its proto (buf format)', 'node_modules/.bin/buf', 'format', '--write', 'protos'],
  ['making its generated code (npm run generate)', process.execPath, ...TYPESCRIPT, 'tools/generate.ts'],
  ['composing the supergraph (npm run compose)', process.execPath, ...TYPESCRIPT, 'tools/compose.ts'],
  ['listing what clients send (npm run manifest)', process.execPath, ...TYPESCRIPT, 'tools/manifest.ts'],
  [
    'measuring its operations (npm run check -- --update)',
    process.execPath,
    ...TYPESCRIPT,
    'tools/check.ts',
    '--against',
    'HEAD',
    '--update',
  ],
];

async function run(command: string, args: string[]): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new UserError(`${[command, ...args].join(' ')} failed:\n${`${stdout}${stderr}`.trim()}`, error);
  }
}

function made({ domain, entity, parent }: NewDomain): string {
  const next = [
    [`protos/commerce/${domain}/v1/${domain}_service.proto`, 'what its core offers'],
    [
      `subgraphs/${domain}/graph/schema.graphql`,
      `what clients see of ${[entity, parent].filter(Boolean).join(' and ')}`,
    ],
    [`subgraphs/${domain}/core/`, 'its rules (service.ts) and its store (prisma/, repository.ts)'],
  ];
  const width = Math.max(...next.map(([path = '']) => path.length));
  const lines = next.map(([path = '', what]) => `  ${path.padEnd(width)}  ${what}`);
  return [
    `The ${domain} domain is there: \`npm start\` serves it, \`npm test -w subgraphs/${domain}\` tests it. Edit next:`,
    ...lines,
  ].join('\n');
}

function readArguments(args: string[]): NewDomain {
  return withUsage(USAGE, () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { entity: { type: 'string' }, extends: { type: 'string' } },
    });
    const [domain, ...rest] = positionals;
    if (domain === undefined || rest.length > 0) throw new TypeError('Expected the name of one domain.');
    if (values.entity === undefined) throw new TypeError('--entity is missing.');
    return { domain, entity: values.entity, parent: values.extends };
  });
}
