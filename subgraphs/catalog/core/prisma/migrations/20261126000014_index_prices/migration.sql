CREATE INDEX "products_currency_code_unit_price_minor_id_idx" ON "products"("currency_code", "unit_price_minor", "id");
