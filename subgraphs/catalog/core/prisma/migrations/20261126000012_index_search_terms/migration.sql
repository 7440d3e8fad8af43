CREATE INDEX "products_search_terms_idx" ON "products" USING GIN ("search_terms");
