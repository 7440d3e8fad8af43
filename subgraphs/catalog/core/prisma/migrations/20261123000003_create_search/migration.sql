-- The products that are there are found by what this folds: Latin letters. A core folds more, whenever it writes one.
ALTER TABLE "products"
    ADD COLUMN "folded_name" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "folded_description" TEXT NOT NULL DEFAULT '';

UPDATE "products" SET
    "folded_name" = trim(regexp_replace(lower(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f]', '', 'g')), '[\s[:punct:]]+', ' ', 'g')),
    "folded_description" = trim(regexp_replace(lower(regexp_replace(normalize("description", NFKD), '[\u0300-\u036f]', '', 'g')), '[\s[:punct:]]+', ' ', 'g'));

ALTER TABLE "products"
    ALTER COLUMN "folded_name" DROP DEFAULT,
    ALTER COLUMN "folded_description" DROP DEFAULT;

-- Each text twice: 'english' finds a word by its stem, 'simple' by its beginning ("runni" is the beginning of
-- "running", whose stem is "run"). A marks the name, D the description.
ALTER TABLE "products" ADD COLUMN "search_vector" TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('english', "folded_name"), 'A') ||
    setweight(to_tsvector('simple', "folded_name"), 'A') ||
    setweight(to_tsvector('english', "folded_description"), 'D') ||
    setweight(to_tsvector('simple', "folded_description"), 'D')
) STORED;

CREATE INDEX "products_search_vector_idx" ON "products" USING GIN ("search_vector");

CREATE TABLE "search_words" (
    "word" TEXT NOT NULL,
    "spellings" TEXT[],

    CONSTRAINT "search_words_pkey" PRIMARY KEY ("word")
);

CREATE INDEX "search_words_spellings_idx" ON "search_words" USING GIN ("spellings");
