import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openSchema } from './direct-connection.ts';

/**
 * Runs Prisma's schema engine, as WebAssembly, on a database. It is the engine behind `prisma migrate`, without the
 * native binary that Prisma's own command downloads, so that one way of migrating serves development, tests and
 * production, on PostgreSQL and on the embedded one. Its version is pinned to the one that this Prisma release uses.
 *
 * @param url the database's.
 * @param schema a Prisma schema's text.
 */
export async function withSchemaEngine<T>(
  url: string,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await initialised();
  // Its own pool, because the engine does not close its connection when it is freed.
  const { connectionString, schema: namespace } = await openSchema(url);
  const pool = new pg.Pool({ connectionString, max: 1 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool, { schema: namespace }));
    const engine = await engineBindings.SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] },
      () => {},
      adapter,
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** Node has it; its types for Node 20 do not. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

interface EngineBindings {
  __wbg_set_wasm(exports: object): void;
  SchemaEngine: typeof SchemaEngine;
}

const engineBindings = bindings as unknown as EngineBindings;
let initialisation: Promise<void> | undefined;

/** The package's own entry imports the .wasm file as a module, which Node 20 cannot. */
function initialised(): Promise<void> {
  initialisation ??= (async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
    const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
    engineBindings.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
  })();
  return initialisation;
}
