-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "products_archived_folded_name_id_idx" ON "products"("folded_name" COLLATE "C", "id") WHERE "archived";
