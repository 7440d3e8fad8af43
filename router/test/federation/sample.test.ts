import { test } from 'vitest';
import { federationEqualsMonolith } from './property.ts';
import { createStockExecutor } from './stock-executor.ts';
test('sample', async () => {
  const t0 = Date.now();
  for (let seed = 0; seed < Number(process.env['SEEDS'] ?? 2); seed++)
    console.log(
      await federationEqualsMonolith(createStockExecutor, 300, seed * 1000).then(
        (o) => `${o.wrong}\n${JSON.stringify({ ...o, wrong: 0 })}`,
      ),
      Date.now() - t0,
    );
});
