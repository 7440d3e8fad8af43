/** The fields that are set: what is undefined is left out, so that a spread of the rest overwrites nothing with it. */
export function definedFields<T extends object>(fields: T): { [Field in keyof T]?: Exclude<T[Field], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T> as never;
}
