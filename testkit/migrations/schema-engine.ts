import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openSchema } from '@commerce/platform/postgres/direct-connection';

/**
 * Runs Prisma's schema engine, as WebAssembly, on a database. It is the engine behind `prisma migrate`, without the
 * native binary that Prisma's own command downloads. Its version is pinned to the one that this Prisma release uses.
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
    const adapter = bindMigrationAwareSqlAdapterFactory(withLetters(new PrismaPg(pool, { schema: namespace }), pool));
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

/** The engine reads single letters out of PostgreSQL's catalog, and the adapter knows no type for one. */
function withLetters(factory: PrismaPg, pool: pg.Pool): PrismaPg {
  const letters = new Set<string>();
  pool.on('connect', ({ connection }) => {
    connection.on('rowDescription', ({ fields }: { fields: { name: string; dataTypeID: number }[] }) => {
      for (const field of fields.filter(({ dataTypeID }) => dataTypeID === CHAR)) {
        letters.add(field.name);
        field.dataTypeID = TEXT;
      }
    });
  });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const { columnNames, columnTypes, rows } = await queryRaw(query);
      const types = columnTypes.map((type, at) =>
        letters.has(columnNames[at] ?? '') ? ColumnTypeEnum.Character : type,
      );
      return { columnNames, columnTypes: types, rows };
    };
    return adapter;
  };
  return factory;
}

/** https://www.postgresql.org/docs/current/catalog-pg-type.html: `"char"` and `text`. */
const [CHAR, TEXT] = [18, 25];

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
