import pg from 'pg';

/**
 * Stores 100 orders of 100 lines for an account, as many as a page and an order have. Placed one by one they would take
 * minutes.
 *
 * @param databaseUrl of the order store.
 * @param descriptionLength of each line, in characters; a catalog takes up to 5,000.
 * @param productId of all lines; without it each has a product of its own, which nobody knows.
 */
export async function storeLargeOrders(
  databaseUrl: string,
  accountId: string,
  descriptionLength: number,
  productId?: string,
): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(
      `WITH placed AS (
         INSERT INTO orders (id, account_id, currency_code, total_minor)
         SELECT gen_random_uuid(), $1::uuid, 'USD', 10000 FROM generate_series(1, 100) RETURNING id)
       INSERT INTO order_lines (order_id, position, product_id, name, description, unit_price_minor, quantity)
       SELECT placed.id, position, coalesce($3::uuid, gen_random_uuid()), 'Desk lamp', repeat('x', $2::int), 100, 1
       FROM placed, generate_series(0, 99) AS position`,
      [accountId, descriptionLength, productId],
    );
  } finally {
    await client.end();
  }
}
