import { addressProblems, checkedUrl } from '@commerce/platform/config/checked-url';
import { ConfigError } from '@commerce/platform/config/read-config';
import { secretUrl } from '@commerce/platform/config/secrets';
import { parameterProblems } from '@commerce/platform/config/url-parameter';
import { positiveInt } from '@commerce/platform/config/variables';
import { z } from 'zod';
import type { ElasticsearchOptions } from './client.ts';

const WHAT =
  'the URL of an Elasticsearch node, such as http://localhost:9200, or those of several, with commas between';

const nodeUrl = checkedUrl(/^https?$/, (url) => [...addressProblems(url), ...parameterProblems(url, [])]);

/** For nodesOf(). */
export const elasticsearchUrl = secretUrl(
  z
    .string()
    .check(({ value, issues }) => {
      const urls = value.split(',');
      for (const url of urls) {
        const found = nodeUrl.safeParse(url).error?.issues ?? [];
        for (const { message, params } of found as z.core.$ZodIssueCustom[]) {
          issues.push({ code: 'custom', input: value, message, ...(params && { params }) });
        }
      }
      if (issues.length > 0 || new Set(urls.map(userOf)).size === 1) return;
      const message = 'its nodes are asked as different users: all of a cluster have the same';
      issues.push({ code: 'custom', input: value, message, params: { isWholeSentence: true } });
    })
    .describe(WHAT),
);

function userOf(url: string): string {
  const { username, password } = new URL(url);
  return `${username}:${password}`;
}

/** What the catalog core, `npm run reindex` and `npm start` read. */
export const elasticsearchVariables = {
  ELASTICSEARCH_URL: elasticsearchUrl.optional().describe(`${WHAT}, or instead of it a DATABASE_URL`),
  ELASTICSEARCH_CA: z
    .string()
    .optional()
    .describe('the path of a PEM file with the authority that the nodes are verified by'),
  ELASTICSEARCH_ALIAS: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .default('products')
    .describe('the name of an alias, in small letters'),
  ELASTICSEARCH_SHARDS: positiveInt.max(1_024).optional().describe('a whole number from 1 to 1024'),
  ELASTICSEARCH_REPLICAS: z
    .string()
    .regex(/^\d{1,3}-(\d{1,3}|all)$/)
    // Elasticsearch would refuse it only when a core starts, or a reindex has begun.
    .refine((range) => !(Number(range.split('-')[0]) > Number(range.split('-')[1])))
    .optional()
    .describe('how many copies at least and at most, such as 0-1, 1-2 or 0-all'),
};

/** What of the variables says how the store is opened. @throws ConfigError for an authority of nodes that show no certificate. */
export function elasticsearchOptions(config: {
  ELASTICSEARCH_URL: string;
  ELASTICSEARCH_CA?: string | undefined;
  ELASTICSEARCH_ALIAS: string;
  ELASTICSEARCH_SHARDS?: number | undefined;
  ELASTICSEARCH_REPLICAS?: string | undefined;
}): ElasticsearchOptions {
  const { ELASTICSEARCH_URL: url, ELASTICSEARCH_ALIAS: alias, ELASTICSEARCH_CA: authorityFile } = config;
  if (authorityFile !== undefined && url.split(',').some((node) => new URL(node).protocol === 'http:')) {
    throw new ConfigError(['ELASTICSEARCH_CA: expected https: in all URLs of ELASTICSEARCH_URL, got http: in one']);
  }
  const layout = { shards: config.ELASTICSEARCH_SHARDS, replicas: config.ELASTICSEARCH_REPLICAS };
  return { url, alias, authorityFile, layout };
}
