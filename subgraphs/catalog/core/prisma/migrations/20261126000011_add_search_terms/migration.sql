-- What the search reads, made by the application: see search-terms.ts. The cores fill it in for the products that are there.
ALTER TABLE "products" ADD COLUMN "search_terms" TSVECTOR;

-- A core of the version before changes texts and knows nothing of their terms: without this, the new text would be found by
-- the old one's. A core of this version writes the terms in a statement of its own, afterwards.
-- \x3B is a semicolon: Prisma's engine takes one for the end of a statement wherever it stands.
CREATE FUNCTION "forget_search_terms"() RETURNS TRIGGER LANGUAGE plpgsql
AS E'BEGIN NEW.search_terms := NULL\x3B RETURN NEW\x3B END';

CREATE TRIGGER "forget_search_terms" BEFORE UPDATE OF "name", "description" ON "products" FOR EACH ROW
WHEN ((OLD."name", OLD."description") IS DISTINCT FROM (NEW."name", NEW."description"))
EXECUTE FUNCTION "forget_search_terms"();
