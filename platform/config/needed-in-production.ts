import { z } from 'zod';

/**
 * Says that a variable's default is for development: in production each process is told. A part that was not told where
 * another is would otherwise look for it beside itself, in vain and without a word.
 */
export function neededInProduction<Schema extends z.ZodType>(schema: Schema): Schema {
  needed.add(schema, {});
  return schema;
}

/** @param schema of a variable. */
export function isNeededInProduction(schema: z.core.$ZodType): boolean {
  return needed.has(schema);
}

const needed = z.registry<object>();
