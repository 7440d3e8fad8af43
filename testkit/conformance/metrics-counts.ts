/** What cores have counted since their start; undefined where their metrics do not say. */
export interface Counts {
  rpcs: number | undefined;
  statements: number | undefined;
}

/**
 * Reads the counts of some `/metrics`, in Prometheus' text format.
 *
 * @throws Error when one cannot be read.
 */
export async function countsOf(urls: readonly string[]): Promise<Counts> {
  const texts = await Promise.all(
    urls.map(async (url) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url} answered ${response.status}, expected metrics.`);
      return await response.text();
    }),
  );
  const text = texts.join('\n');
  return {
    rpcs: text.includes('# TYPE rpc_server_duration_seconds ')
      ? sum(text, 'rpc_server_duration_seconds_count')
      : undefined,
    statements: text.includes('# TYPE store_statements_total ') ? sum(text, 'store_statements_total') : undefined,
  };
}

function sum(text: string, name: string): number {
  const samples = text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)`, 'gm'));
  return [...samples].reduce((total, [, value]) => total + Number(value), 0);
}
