/** What of a PromQL expression has to exist for it to show anything: the metrics that it reads, each with the labels that it names. */
interface MetricUse {
  metric: string;
  labels: string[];
}

/** @param expression of PromQL, of the kinds that this project's rules and dashboards have. */
export function metricsIn(expression: string): MetricUse[] {
  const grouped = [...expression.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );
  const bare = expression.replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ').replaceAll(/\[[^\]]*\]/g, ' ');
  return [...bare.matchAll(/(?<![\w.])([a-z_][\w:]*)(\{[^}]*\})?(?!\w|\s*\()/g)].flatMap(
    ([, metric = '', selector = '']) => {
      if (KEYWORDS.has(metric)) return [];
      const selected = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
      return { metric, labels: [...selected, ...grouped] };
    },
  );
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'unless',
  'offset',
  'bool',
  'by',
  'without',
  'on',
  'ignoring',
]);
