import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  parse,
} from 'graphql';
import { renameFields } from '../errors/rename-fields.ts';
import { type Mapping, protoName } from './mapping.ts';

/**
 * Makes mutations name the fields of a refused request as the client's document does. The names come from the schema
 * and the mapping, once: `lines[1].productId` of a core is `order.products[1].id` of `createOrder(order: OrderInput!)`.
 *
 * @param schemaFile the subgraph's SDL, which has every mutation.
 */
export function inClientNames<Mutations extends object>(
  schemaFile: string,
  mapping: Mapping,
  mutations: Mutations,
): Mutations {
  const schema = buildASTSchema(parse(readFileSync(schemaFile, 'utf8')), { assumeValidSDL: true });
  const fields = schema.getMutationType()?.getFields() ?? {};
  const named = Object.entries(mutations).map(([name, resolve]: [string, (...args: unknown[]) => unknown]) => {
    const field = fields[name];
    if (!field) throw new Error(`${schemaFile} has no mutation ${name}.`);
    const names = Object.fromEntries(namesOf(mapping, field));
    return [name, (...args: unknown[]) => renameFields(names, async () => await resolve(...args))];
  });
  return Object.fromEntries(named) as Mutations;
}

/**
 * Is an argument the request itself, so that its fields are the request's? Any input object is, unless the mapping
 * names a message for it.
 */
export function isRequest({ messages = {} }: Mapping, type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  return isInputObjectType(nullable) && !(nullable.name in messages);
}

type Names = [inCore: string, inDocument: string][];

function namesOf(mapping: Mapping, field: GraphQLField<unknown, unknown>): Names {
  return field.args.flatMap(({ name, type }) =>
    isRequest(mapping, type)
      ? namesIn(mapping, type, '', `${name}.`)
      : namesAt(mapping, type, fieldName(mapping, `Mutation.${field.name}.${name}`), name),
  );
}

/** The names of a value, of its entries and of its fields. */
function namesAt(mapping: Mapping, type: GraphQLInputType, inCore: string, inDocument: string): Names {
  const nullable = getNullableType(type);
  const inside = isListType(nullable)
    ? namesAt(mapping, nullable.ofType, `${inCore}[]`, `${inDocument}[]`)
    : namesIn(mapping, nullable, `${inCore}.`, `${inDocument}.`);
  return [[inCore, inDocument], ...inside];
}

/**
 * The names of an input object's fields, each with the path before it; none for a scalar or an enum, nor below MAX_DEPTH:
 * an input object may hold others of its own type, without an end.
 */
function namesIn(mapping: Mapping, type: GraphQLInputType, inCore: string, inDocument: string): Names {
  const nullable = getNullableType(type);
  if (!isInputObjectType(nullable) || inDocument.split('.').length > MAX_DEPTH) return [];
  return Object.values(nullable.getFields()).flatMap((field) => {
    const name = fieldName(mapping, `${nullable.name}.${field.name}`);
    return namesAt(mapping, field.type, `${inCore}${name}`, `${inDocument}${field.name}`);
  });
}

const MAX_DEPTH = 5;

/** The proto's name as the loader writes it: `product_id` becomes `productId`. */
function fieldName(mapping: Mapping, coordinate: string): string {
  return protoName(mapping, coordinate).replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
