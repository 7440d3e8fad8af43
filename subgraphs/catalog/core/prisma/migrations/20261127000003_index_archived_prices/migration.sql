-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_archived_currency_code_unit_price_minor_id_idx" ON "products"("currency_code", "unit_price_minor", "id") WHERE "archived";
