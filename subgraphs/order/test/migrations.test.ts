import { migrationContract } from '@commerce/testkit/migrations/migration-contract';
import { order } from '../domain.ts';

/** An order of three units, and what counts them where the version does. */
const ORDER = `
  INSERT INTO orders (id, account_id, currency_code, total_minor) VALUES (gen_random_uuid(), gen_random_uuid(), 'EUR', 300)
  RETURNING id INTO placed;
  INSERT INTO order_lines (order_id, position, product_id, name, description, unit_price_minor, quantity)
  VALUES (placed, 0, product, 'Lamp', '', 100, 3);`;
const COUNT = `
  IF to_regclass('units_sold') IS NOT NULL THEN
    INSERT INTO units_sold (product_id, units) VALUES (product, 3)
    ON CONFLICT (product_id) DO UPDATE SET units = units_sold.units + excluded.units;
  END IF;`;
const PRODUCT = `('00000000-0000-4000-8000-0000000000' || lpad((10 + n % 20)::text, 2, '0'))::uuid`;

migrationContract(order, {
  table: 'orders',
  // Of a time when nobody counted.
  fill: `DO $$ DECLARE placed uuid; product uuid; BEGIN
    FOR n IN 1..500 LOOP product := ${PRODUCT}; ${ORDER} END LOOP;
  END $$`,
  // One that is placed, and one from before that is cancelled.
  write: `DO $$ DECLARE placed uuid; product uuid; n int := floor(random() * 20); BEGIN
    product := ${PRODUCT}; ${ORDER} ${COUNT}
    IF to_regclass('units_sold') IS NOT NULL THEN
      UPDATE orders SET status = 'CANCELLED' WHERE id = (SELECT id FROM orders WHERE status = 'PLACED' LIMIT 1) RETURNING id INTO placed;
      UPDATE units_sold SET units = units - 3 WHERE product_id = (SELECT product_id FROM order_lines WHERE order_id = placed);
    END IF;
  END $$`,
  wrong: `
    SELECT product_id, ordered.units, counted.units FROM (
      SELECT product_id, sum(quantity) FILTER (WHERE status = 'PLACED') AS units
      FROM order_lines JOIN orders ON orders.id = order_id GROUP BY product_id
    ) AS ordered FULL JOIN units_sold AS counted USING (product_id)
    WHERE coalesce(ordered.units, 0) <> coalesce(counted.units, 0)`,
});
