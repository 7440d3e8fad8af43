-- A word and all its spellings that lack one letter. Two words are at most one typo apart (a letter missing, added,
-- exchanged, or two neighbours swapped) only if they share one of these, and an index can look them up.
-- Known as symmetric deletion: https://wolfgarbe.medium.com/1000x-faster-spelling-correction-algorithm-2012-8701fcd87a5f
CREATE FUNCTION "spellings_of"("word" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT spelling)
    FROM generate_series(0, length(word)) AS at,
         LATERAL (SELECT CASE at WHEN 0 THEN word ELSE left(word, at - 1) || substr(word, at + 1) END) AS s(spelling)
$$;

-- What a typo is looked for in: each word, and its English stem, for a typo in a plural ("ketles") is two typos from
-- the singular. Shorter ones have too many others one letter away. Nobody mistypes a longer one, and an index entry
-- has a largest size. A form of four letters counts because a letter more makes it one of five.
CREATE FUNCTION "search_forms_of"("words" TEXT[]) RETURNS TABLE ("word" TEXT, "form" TEXT)
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT DISTINCT w, f
    FROM unnest(words) AS w, LATERAL (VALUES (w), ((ts_lexize('english_stem', w))[1])) AS forms(f)
    WHERE length(f) BETWEEN 4 AND 40
$$;

-- The stems of the products that are there already.
INSERT INTO "search_words" ("word", "spellings")
SELECT form, spellings_of(form)
FROM (SELECT DISTINCT form FROM search_forms_of(ARRAY(SELECT "word" FROM "search_words"))) AS forms
ON CONFLICT ("word") DO NOTHING;
