CREATE TABLE "units_sold" (
    "product_id" UUID NOT NULL,
    "units" BIGINT NOT NULL,

    CONSTRAINT "units_sold_pkey" PRIMARY KEY ("product_id")
);
