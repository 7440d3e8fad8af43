CREATE TABLE "customer_notes" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
-- with --extends
    "shop_item_id" UUID NOT NULL,
-- end of --extends
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "subject" TEXT,

    CONSTRAINT "customer_notes_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "customer_notes_created_at_id_idx" ON "customer_notes"("created_at" DESC, "id" DESC);
CREATE INDEX "customer_notes_subject_created_at_id_idx" ON "customer_notes"("subject", "created_at" DESC, "id" DESC);
-- with --extends
CREATE INDEX "customer_notes_shop_item_id_created_at_id_idx" ON "customer_notes"("shop_item_id", "created_at" DESC, "id" DESC);
-- end of --extends
