-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_search_terms_idx" ON "products" USING GIN ("search_terms");
