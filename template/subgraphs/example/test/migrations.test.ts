import { migrationContract } from '@commerce/testkit/migrations/migration-contract';
import { example } from '../domain.ts';

const NOTES = `
  INSERT INTO customer_notes (
-- with --extends
    shop_item_id,
-- end of --extends
    id, name
  ) SELECT
-- with --extends
    gen_random_uuid(),
-- end of --extends
    gen_random_uuid(), n::text`;

migrationContract(example, {
  table: 'customer_notes',
  fill: `${NOTES} FROM generate_series(1, 500) n`,
  write: `${NOTES} FROM generate_series(1, 1) n`,
});
