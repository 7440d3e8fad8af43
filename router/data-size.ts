/** How large a value of JSON is. */
export interface DataSize {
  /** The keys of its objects and the entries of its lists, those of an object that stands at several places at each of them. */
  fields: number;
  /** Of its texts and names alone. */
  characters: number;
}

/**
 * Measures a value level by level: it may be nested deeper than recursion can follow.
 *
 * @returns more than `most` fields as soon as there are more.
 */
export function sizeOfData(data: unknown, most: number): DataSize {
  const left = typeof data === 'object' ? [data] : [];
  const size: DataSize = { fields: 0, characters: 0 };
  const take = (part: unknown) => {
    size.fields += 1;
    if (typeof part === 'object') left.push(part);
    else if (typeof part === 'string') size.characters += part.length;
  };
  for (let value = left.pop(); value !== undefined && size.fields <= most; value = left.pop()) {
    if (Array.isArray(value)) {
      if (size.fields + value.length > most) size.fields += value.length;
      else for (const entry of value) take(entry);
      continue;
    }
    for (const key in value as object) {
      size.characters += key.length;
      take((value as Record<string, unknown>)[key]);
    }
  }
  return size;
}
