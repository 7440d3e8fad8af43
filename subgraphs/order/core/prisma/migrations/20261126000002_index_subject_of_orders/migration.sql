-- migrate: outside a transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "orders_subject_account_id_created_at_id_idx" ON "orders"("subject", "account_id", "created_at" DESC, "id" DESC);
