import { z } from 'zod';

/** What of a variable's value must not be shown: all of it, or what a URL in it may have before its @ and after its ?. */
type Secrecy = 'text' | 'url';

/** Says that a variable is a secret, such as a password or a token: no error and no print shows its value. */
export function secretText<Schema extends z.ZodType>(schema: Schema): Schema {
  secrecies.add(schema, { secrecy: 'text' });
  return schema;
}

/** Says that a variable has URLs, which may hold a password: a print shows them without, an error shows nothing of them. */
export function secretUrl<Schema extends z.ZodType>(schema: Schema): Schema {
  secrecies.add(schema, { secrecy: 'url' });
  return schema;
}

/** @returns undefined for a variable that anybody may see. */
export function secrecyOf(schema: z.core.$ZodType | undefined): Secrecy | undefined {
  if (!schema) return undefined;
  // What makes a variable optional, or gives it a default, is a schema around the one that was marked.
  const { innerType, in: input } = schema._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  return secrecies.get(schema)?.secrecy ?? secrecyOf(innerType ?? input);
}

const secrecies = z.registry<{ secrecy: Secrecy }>();
