import { type Part, type PartKind, partOf } from './parts.ts';

interface Rule {
  /** What a file of this part may import, as people say it. */
  says: string;
  allows: (file: string, to: Part, from: Part) => boolean;
}

/** The table "Who may import whom"; it is about files of this repository. */
const table: Record<PartKind, Rule> = {
  platform: {
    says: 'platform may import platform, but not its testing/',
    allows: (_, to) => to.kind === 'platform',
  },
  'platform/testing': {
    says: 'platform/testing may import platform',
    allows: (_, to) => to.owner === 'platform',
  },
  client: {
    says: "a domain's client.ts may import platform and its own generated/proto/",
    allows: (file, to, from) => to.kind === 'platform' || (own(to, from) && isGenerated(file, 'proto/')),
  },
  core: {
    says: "a core may import platform, its own core/, client.ts, generated/proto/ and generated/prisma/, and other domains' client.ts",
    allows: (file, to, from) =>
      to.kind === 'platform' ||
      to.kind === 'client' ||
      (own(to, from) && (to.kind === 'core' || isGenerated(file, 'proto/') || isGenerated(file, 'prisma/'))),
  },
  graph: {
    says: 'a graph may import platform, and its own graph/, client.ts and generated/graphql.ts',
    allows: (file, to, from) =>
      to.kind === 'platform' ||
      (own(to, from) && (to.kind === 'graph' || to.kind === 'client' || isGenerated(file, 'graphql.ts'))),
  },
  router: {
    says: 'the router may import platform and router',
    allows: (_, to) => to.kind === 'platform' || to.kind === 'router',
  },
  'workspace test': {
    says: "a workspace's tests may import their own workspace, platform, and other domains' client.ts",
    allows: (_, to, from) => own(to, from) || to.owner === 'platform' || to.kind === 'client',
  },
  whole: {
    says: "standalone, tools, bench and e2e may import each other, platform, and what the others offer: a domain's client.ts and every start.ts",
    allows: (file, to) => to.kind === 'whole' || to.owner === 'platform' || isPublicEntry(file),
  },
  generated: { says: '', allows: () => true },
  misplaced: {
    says: 'the design has no place for this file: a domain has client.ts, core/, graph/ and test/',
    allows: () => false,
  },
};

/** Rules about single things, over and above the table. A target is a file's path or a package's specifier. */
const prohibitions: { target: RegExp; says: string; allows: (from: Part, file: string) => boolean }[] = [
  {
    target: /^platform\/graphql\/|^@apollo\/|^graphql(-|\/|$)|^@graphql-/,
    says: 'a core never knows GraphQL',
    allows: ({ kind }) => kind !== 'core',
  },
  {
    target: /^platform\/postgres\/|^@prisma\/|^pg$|^@elastic\//,
    says: 'a graph never touches a store',
    allows: ({ kind }) => kind !== 'graph',
  },
  {
    target: /^@electric-sql\//,
    says: 'only platform/postgres/embedded* may use the embedded database itself',
    allows: (_, file) => file.startsWith('platform/postgres/embedded'),
  },
  {
    target: /^platform\/stand-in\//,
    says: 'only tests and tools may use stand-ins',
    allows: ({ kind }, file) => kind === 'workspace test' || kind === 'whole' || file.startsWith('platform/stand-in/'),
  },
  {
    target: /^vitest(\/|$)/,
    says: 'only tests, platform/testing and vitest.config.ts may use vitest',
    allows: ({ kind }, file) =>
      kind === 'workspace test' ||
      kind === 'platform/testing' ||
      /^e2e\/|\/test\/|\.test\.ts$|^vitest\.config\.ts$/.test(file),
  },
];

/** The rule that a file breaks by importing another file of the repository; undefined when it may. */
export function ruleAgainstFile(file: string, target: string): string | undefined {
  const [from, to] = [partOf(file), partOf(target)];
  const { says, allows } = table[from.kind];
  return allows(target, to, from) ? ruleAgainstPackage(file, target) : says;
}

/**
 * The rule that a file breaks by importing a package, whoever declares it; undefined when it may.
 *
 * @param target the import's specifier.
 */
export function ruleAgainstPackage(file: string, target: string): string | undefined {
  const from = partOf(file);
  return prohibitions.find((rule) => rule.target.test(target) && !rule.allows(from, file))?.says;
}

function own(to: Part, from: Part): boolean {
  return to.owner === from.owner;
}

/** @param inside what of `generated/`: `proto/`. */
function isGenerated(file: string, inside: string): boolean {
  return file.includes(`/generated/${inside}`);
}

function isPublicEntry(file: string): boolean {
  return /^subgraphs\/[^/]+\/(client|core\/start|graph\/start)\.ts$|^router\/start\.ts$/.test(file);
}
