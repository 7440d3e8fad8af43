import { z } from 'zod';

/** What a process has read. */
type Config = Readonly<Record<string, unknown>>;

/**
 * Says what a variable that is not set comes to, where its schema cannot: because it depends on another variable, or is left to
 * whoever uses it.
 *
 * @param inForce the value as text, for `--print-config` alone.
 */
export function derivedDefault<Schema extends z.ZodType>(schema: Schema, inForce: (config: Config) => string): Schema {
  derived.add(schema, { inForce });
  return schema;
}

/** @returns undefined for a variable without such a value. */
export function derivedDefaultOf(schema: z.core.$ZodType, config: Config): string | undefined {
  return derived.get(schema)?.inForce(config);
}

const derived = z.registry<{ inForce: (config: Config) => string }>();
