import { boundsRules } from './bounds-rules.ts';
import { connectionRules } from './connection-rules.ts';
import { entityRules } from './entity-rules.ts';
import { namingRules } from './naming-rules.ts';
import { operationRules } from './operation-rules.ts';
import type { SchemaRule } from './schema-rule.ts';
import { sizeRules } from './size-rules.ts';

/** What makes the subgraphs' schemas one graph: names and shapes that a client can guess. */
export const schemaRules: readonly SchemaRule[] = [
  ...namingRules,
  ...operationRules,
  ...entityRules,
  ...connectionRules,
  ...sizeRules,
  ...boundsRules,
];
