-- migrate: outside a transaction
-- The oldest are deleted by it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "requests_created_at_idx" ON "requests" ("created_at");
