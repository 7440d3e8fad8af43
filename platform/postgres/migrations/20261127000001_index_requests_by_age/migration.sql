-- The oldest are deleted by it.
CREATE INDEX "requests_created_at_idx" ON "requests" ("created_at");
