import { isDeepStrictEqual } from 'node:util';
import type { estypes } from '@elastic/elasticsearch';
import type { IndexDefinition } from './index-definition.ts';
import { SEARCHED_FIELDS } from './product-document.ts';

/** By which definition an index was made, and the first whose cores can serve it. Those from before they were counted are 1. */
export function numbersOf(actual: estypes.IndicesIndexState | undefined): { number: number; servesFrom: number } {
  const { definition, servesFrom } = (actual?.mappings?._meta ?? {}) as { definition?: number; servesFrom?: number };
  return { number: definition ?? 1, servesFrom: servesFrom ?? definition ?? 1 };
}

/**
 * Compares an index with a definition, and finds what a core cannot add to it. Elasticsearch returns a definition as it took
 * it. An index may have more fields and analyzers: a newer version made them and was taken back.
 */
export function differenceOf(
  actual: estypes.IndicesIndexState | undefined,
  { mappings, settings }: IndexDefinition,
): 'mappings' | 'analyzers' | undefined {
  if (!actual || actual.mappings?.dynamic !== mappings.dynamic) return 'mappings';
  const differs = Object.entries(mappings.properties).some(([name, property]) => {
    const found = fieldOf(actual, name);
    return found ? !isDeepStrictEqual(found, property) : name in SEARCHED_FIELDS;
  });
  if (differs) return 'mappings';
  const analysis = actual.settings?.index?.analysis;
  const hasAll = (['analyzer', 'filter'] as const).every((kind) =>
    Object.entries(settings.analysis?.[kind] ?? {}).every(([name, made]) =>
      isDeepStrictEqual(analysis?.[kind]?.[name], made),
    ),
  );
  return hasAll ? undefined : 'analyzers';
}

/** The fields of a definition that an index lacks. */
export function fieldsLacking(
  actual: estypes.IndicesIndexState | undefined,
  { mappings }: IndexDefinition,
): Record<string, estypes.MappingProperty> {
  return Object.fromEntries(Object.entries(mappings.properties).filter(([name]) => !fieldOf(actual, name)));
}

function fieldOf(index: estypes.IndicesIndexState | undefined, name: string): estypes.MappingProperty | undefined {
  return index?.mappings?.properties?.[name];
}
