import { randomInt } from 'node:crypto';
import { startKeyedWriters } from '../e2e/kills/keyed-writers.ts';
import { killParts, randomFrom } from '../e2e/kills/kill-parts.ts';
import { lossesOf } from '../e2e/kills/stored-orders.ts';
import { shopOf } from '../e2e/shop.ts';
import { startProductionShop } from './production-shop.ts';

/** Kills parts at random while orders are placed, each under an idempotency key, and counts what was lost or placed twice. */
export async function kills(count: number): Promise<void> {
  const { deployment, graph, stop } = await startProductionShop({ LOG_LEVEL: 'fatal' });
  try {
    const shop = shopOf(graph);
    const account = await shop.createAccount();
    const products = [await shop.createProduct(), await shop.createProduct()];
    const seed = randomInt(2 ** 31);
    console.log(`seed ${seed}`);
    const writers = startKeyedWriters(graph, account, products);
    const killed = await killParts(deployment.processes, count, randomFrom(seed), (done) => {
      if (done % 50 === 0) console.log(`${done} kills, ${writers.acknowledged.size} orders acknowledged`);
    });
    await writers.stop();
    const losses = await lossesOf(graph, account, products, writers.acknowledged);
    console.log(
      JSON.stringify({ killed, retries: writers.retries(), acknowledged: writers.acknowledged.size, ...losses }),
    );
  } finally {
    await stop();
  }
}
