-- Orders that were placed before units were counted are not in "units_sold", and one of them that is cancelled is taken from
-- it all the same. Orders are placed and cancelled together with their units, so what a product's count lacks is the same
-- at every moment: it can be found now, by one statement, and added later.
CREATE TABLE "units_not_counted" ("product_id" UUID PRIMARY KEY, "units" BIGINT NOT NULL);

INSERT INTO "units_not_counted" ("product_id", "units")
SELECT "product_id", coalesce(ordered."units", 0) - coalesce(counted."units", 0)
FROM (
    SELECT "product_id", sum("quantity")::BIGINT AS "units"
    FROM "order_lines" JOIN "orders" ON "orders"."id" = "order_lines"."order_id"
    WHERE "status" = 'PLACED'
    GROUP BY "product_id"
) AS ordered
FULL JOIN "units_sold" AS counted USING ("product_id")
WHERE coalesce(ordered."units", 0) <> coalesce(counted."units", 0);
