import { migrationContract } from '@commerce/testkit/migrations/migration-contract';
import { account } from '../domain.ts';

migrationContract(account, {
  table: 'accounts',
  fill: `INSERT INTO accounts (id, name) SELECT gen_random_uuid(), n::text FROM generate_series(1, 500) n`,
  write: `INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'Ada')`,
});
