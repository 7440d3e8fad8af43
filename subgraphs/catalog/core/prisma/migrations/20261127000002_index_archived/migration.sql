-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_archived_created_at_id_idx" ON "products"("created_at" DESC, "id" DESC) WHERE "archived";
