CREATE TABLE "products" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "currency_code" CHAR(3) NOT NULL,
    "unit_price_minor" BIGINT NOT NULL CHECK ("unit_price_minor" >= 0),
    "archived" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "products_created_at_id_idx" ON "products"("created_at" DESC, "id" DESC);
