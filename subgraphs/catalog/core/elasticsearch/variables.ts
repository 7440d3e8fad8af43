import { addressProblems, checkedUrl } from '@commerce/platform/config/checked-url';
import { secretUrl } from '@commerce/platform/config/secrets';
import { parameterProblems } from '@commerce/platform/config/url-parameter';
import { z } from 'zod';

const WHAT = 'the URL of an Elasticsearch server, such as http://localhost:9200';

export const elasticsearchUrl = secretUrl(
  checkedUrl(/^https?$/, (url) => [...addressProblems(url), ...parameterProblems(url, [])]).describe(WHAT),
);

/** What the catalog core, `npm run reindex` and `npm start` read. */
export const elasticsearchVariables = {
  ELASTICSEARCH_URL: elasticsearchUrl.optional().describe(`${WHAT}, or instead of it a DATABASE_URL`),
  ELASTICSEARCH_ALIAS: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .default('products')
    .describe('the name of an alias, in small letters'),
};
