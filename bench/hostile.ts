import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { ATTACKS } from '../e2e/limits/attacks.ts';
import { storeTargets } from '../e2e/limits/store-targets.ts';
import { startUsualClient } from '../e2e/limits/usual-client.ts';
import { shopOf } from '../e2e/shop.ts';
import { quantile } from './latencies.ts';
import { startProductionShop } from './production-shop.ts';

/**
 * Attackers beside a client: each sends its attack again as soon as it is answered, while the client asks for a page that
 * goes across all subgraphs. The collector of traces accepts connections and never answers.
 *
 * @param rateLimit of the router, for each client and minute; the attackers are one client, from an address of their own.
 *   Without it they take turns with the client as if they had its rights.
 */
export async function hostile(seconds: number, rateLimit: number | undefined): Promise<void> {
  const collector = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  const collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const { deployment, graph, stores, stop } = await startProductionShop({
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    ...(rateLimit !== undefined && { RATE_LIMIT_PER_MINUTE: String(rateLimit), TRUST_PROXY: '127.0.0.1' }),
  });
  try {
    const shop = shopOf(graph);
    const targets = await storeTargets(graph, stores.order.DATABASE_URL);
    const [usual, lamp] = [await shop.createAccount(), await shop.createProduct()];
    for (let count = 0; count < 5; count += 1) await shop.createOrder(usual, lamp);

    const until = Date.now() + seconds * 1_000;
    const peaks = new Map<string, number>();
    const { latencies, failures, stop: stopClient } = startUsualClient(graph, usual);
    const attackers = await Promise.all([
      ...ATTACKS.map(({ name, documentFor }) => repeat(name, documentFor(targets), graph.url, until)),
      watchMemory(deployment.processes, peaks, until),
    ]);
    for (const attacker of attackers)
      if (attacker) console.log(`${attacker.name.padEnd(48)} ${JSON.stringify(attacker.answers)}`);
    await stopClient();
    const asked = latencies.length + failures.length;
    console.log(
      `the client: ${asked} requests, ${((100 * latencies.length) / asked).toFixed(2)} % answered, p50 ${quantile(latencies, 0.5).toFixed(0)} ms, p99 ${quantile(latencies, 0.99).toFixed(0)} ms`,
    );
    if (failures.length > 0) console.log(`its first failures: ${failures.slice(0, 3).join(' | ')}`);
    const gone = deployment.processes.filter((process) => process.hasEnded());
    for (const { name, said } of gone) console.log(`${name} said last: ${said().slice(-2_000)}`);
    const ended = gone.map(({ name }) => name);
    console.log(
      `ended: ${ended.join(', ') || 'none'}; peak memory in MB: ${[...peaks].map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(', ')}`,
    );
  } finally {
    await stop();
    collector.close();
  }
}

/** Where the attackers come from, as a proxy would say it. */
const ATTACKERS = { 'x-forwarded-for': '203.0.113.1' };

/** @returns how often it was answered in which way. */
async function repeat(name: string, document: string, url: string, until: number) {
  const answers: Record<string, number> = {};
  const client = graphqlClient(url);
  while (Date.now() < until) {
    const kind = await client.query(document, {}, ATTACKERS).then(
      ({ errors: [error] = [] }) =>
        error ? [error.extensions['code'], error.extensions['reason']].join(' ').trim() : 'data',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    );
    answers[kind] = (answers[kind] ?? 0) + 1;
    await wait(10);
  }
  return { name, answers };
}

async function watchMemory(
  processes: readonly { name: string; healthOrigin: string }[],
  peaks: Map<string, number>,
  until: number,
) {
  while (Date.now() < until) {
    for (const { name, healthOrigin } of processes) {
      const text = await fetch(`${healthOrigin}/metrics`).then(
        (response) => response.text(),
        () => '',
      );
      const bytes = Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? 0);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, bytes / 2 ** 20));
    }
    await wait(2_000);
  }
  return undefined;
}
