-- migrate: outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "accounts_subject_key" ON "accounts"("subject");
