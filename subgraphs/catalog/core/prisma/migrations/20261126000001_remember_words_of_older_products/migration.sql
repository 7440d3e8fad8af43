-- migrate: in batches
-- The words of products that were there before the search remembered words; none, where all came later.
INSERT INTO "search_words" ("word", "spellings")
SELECT form, spellings_of(form)
FROM (
    SELECT DISTINCT form
    FROM "products",
         LATERAL search_forms_of(string_to_array("folded_name" || ' ' || "folded_description", ' ')) AS forms
    WHERE NOT EXISTS (SELECT FROM "search_words" WHERE "search_words"."word" = form)
    ORDER BY form LIMIT 1000
) AS missing
ON CONFLICT ("word") DO NOTHING;
