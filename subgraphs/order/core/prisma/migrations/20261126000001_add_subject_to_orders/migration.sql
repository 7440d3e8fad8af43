ALTER TABLE "orders" ADD COLUMN "subject" TEXT;

CREATE INDEX "orders_subject_account_id_created_at_id_idx" ON "orders"("subject", "account_id", "created_at" DESC, "id" DESC);
