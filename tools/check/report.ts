import { fails, type Finding, type Verdict } from './finding.ts';

/** What a check found, as machines read it. */
export interface Report {
  passes: boolean;
  /** What the change is compared with. */
  against: string;
  findings: Finding[];
  /** Who must look: the owners of what changed, each with the files, and of the operations that break. */
  owners: { owner: string; because: string[] }[];
}

export function makeReport(
  against: string,
  findings: readonly Finding[],
  ownedFiles: ReadonlyMap<string, readonly string[]>,
): Report {
  const owners = new Map([...ownedFiles].map(([owner, files]) => [owner, [...files]]));
  for (const { file, owner } of findings.filter(fails).flatMap(({ operations }) => operations)) {
    const name = `@commerce/${owner}`;
    const because = `${file} breaks`;
    owners.set(name, [...new Set([...(owners.get(name) ?? []), because])]);
  }
  return {
    passes: !findings.some(fails),
    against,
    findings: findings.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict)),
    owners: [...owners].map(([owner, because]) => ({ owner, because })),
  };
}

/** The same for people, as a comment on a pull request. */
export function toMarkdown({ passes, against, findings, owners }: Report): string {
  const sections = ORDER.flatMap((verdict) => {
    const found = findings.filter((finding) => finding.verdict === verdict && !isOrder(finding));
    if (found.length === 0) return [];
    const lines = found.map(describe).join('\n');
    const title = `${TITLES[verdict]} (${found.length})`;
    // What nobody has to act on does not push down the rest.
    if (verdict === 'safe') return [`<details><summary>${title}</summary>\n\n${lines}\n\n</details>`];
    return [`### ${title}\n\n${lines}`];
  });
  const orders = findings.filter(isOrder).map(describe).join('\n');
  const looking = owners.map(({ owner, because }) => `- ${owner}: ${shorten(because)}`).join('\n');
  return [
    `## ${passes ? 'Nothing breaks' : 'This change breaks something'}`,
    `Compared with \`${against}\`.`,
    ...(sections.length > 0 ? sections : ['No schema and no proto has changed.']),
    ...(orders ? [`### In which order to ship it\n\n${orders}`] : []),
    ...(looking ? [`### Who must look\n\n${looking}`] : []),
  ].join('\n\n');
}

/** Is the finding no change, but the order in which to ship the changes? */
function isOrder({ area, verdict }: Finding): boolean {
  return area === 'shipping' && verdict === 'safe';
}

const ORDER: Verdict[] = ['error', 'breaking', 'dangerous', 'safe'];

const TITLES: Record<Verdict, string> = {
  error: 'Errors',
  breaking: 'Breaking changes',
  dangerous: 'Changes to look at',
  safe: 'Safe changes',
};

function describe(finding: Finding): string {
  const { area, message, advice, places, operations, touches } = finding;
  const details = [
    ...operations.map(({ file, owner }) => `${fails(finding) ? 'breaks' : 'is used by'} \`${file}\` of ${owner}`),
    ...(touches.length > 0 ? [`touches ${touches.join(', ')}`] : []),
    ...(places.length > 0 ? [`at ${places.join(', ')}`] : []),
    ...(advice ? [advice] : []),
  ];
  const [first = '', ...rest] = message.split('\n');
  return [`- **${area}**: ${first}`, ...rest.map((line) => `  ${line}`), ...details.map((line) => `  - ${line}`)].join(
    '\n',
  );
}

function shorten(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
