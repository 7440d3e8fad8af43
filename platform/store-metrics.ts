import { Counter } from 'prom-client';

export const storeStatements = new Counter({
  name: 'store_statements_total',
  help: 'Statements sent to a store: of SQL, or requests to Elasticsearch.',
  labelNames: ['store'] as const,
});

export const keysDeleted = new Counter({
  name: 'idempotency_keys_deleted_total',
  help: 'Idempotency keys deleted because they were older than IDEMPOTENCY_RETENTION, by store.',
  labelNames: ['store'] as const,
});
