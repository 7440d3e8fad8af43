-- migrate: in batches
-- What is taken from the one table is added to the other in the same transaction: it counts once, wherever this is killed. In
-- the order in which orders change the products.
WITH batch AS (
    DELETE FROM "units_not_counted"
    WHERE "product_id" IN (SELECT "product_id" FROM "units_not_counted" ORDER BY "product_id" LIMIT 200)
    RETURNING "product_id", "units"
)
INSERT INTO "units_sold" ("product_id", "units")
SELECT "product_id", "units" FROM batch ORDER BY "product_id"
ON CONFLICT ("product_id") DO UPDATE SET "units" = "units_sold"."units" + excluded."units";
