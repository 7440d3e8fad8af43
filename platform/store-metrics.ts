import { Counter } from 'prom-client';

export const storeStatements = new Counter({
  name: 'store_statements_total',
  help: 'Statements sent to a store: of SQL, or requests to Elasticsearch.',
  labelNames: ['store'] as const,
});
