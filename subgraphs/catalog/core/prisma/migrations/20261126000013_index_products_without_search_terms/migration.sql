-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_without_search_terms_idx" ON "products"("id") WHERE "search_terms" IS NULL;
