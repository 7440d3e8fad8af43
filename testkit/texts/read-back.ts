/** The clients of a core, by the names of its RPCs' functions. */
export type Calls = Record<string, (request: object) => Promise<object>>;

/**
 * What became of a text: as the response of the RPC that took it has it, and as a read gives it afterwards.
 *
 * @param response such as `{ account: { id, name } }`; then the read is GetAccount.
 * @param field `name`.
 * @returns nothing where the response has no such field.
 */
export async function readBack(calls: Calls, response: object, field: string): Promise<unknown[]> {
  return (
    await Promise.all(
      Object.entries(response).map(async ([name, entity]: [string, unknown]) => {
        if (!isObject(entity) || !(field in entity)) return [];
        const get = calls[`get${name.charAt(0).toUpperCase()}${name.slice(1)}`];
        const read: unknown = get && Object.values(await get({ id: entity['id'] }))[0];
        return [entity[field], ...(isObject(read) ? [read[field]] : [])];
      }),
    )
  ).flat();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
