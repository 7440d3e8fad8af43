import { REQUEST_ID_HEADER } from '@commerce/platform/call-context';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** The origins (https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin) whose pages may ask. */
export const corsOriginsVariable = z
  .string()
  .transform((text) => text.split(',').flatMap((origin) => origin.trim() || []))
  .refine((origins) => origins.every((origin) => origin === ANY || isOrigin(origin)))
  .optional()
  .describe(
    'origins such as https://shop.example.com,http://localhost:5173, or *; without it those of development alone',
  );

const ANY = '*';

function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** @param value of CORS_ORIGINS. @returns whose pages may ask; in development those on the same machine, and Apollo's. */
export function allowedOrigins(value: readonly string[] | undefined, NODE_ENV: string): readonly (string | RegExp)[] {
  return value ?? (NODE_ENV === 'production' ? [] : DEVELOPMENT);
}

const DEVELOPMENT = [/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/, 'https://studio.apollographql.com'];

/**
 * Lets pages of other origins ask for GraphQL, and read the answers (https://fetch.spec.whatwg.org/#http-cors-protocol), a
 * refusal's too. It stands before whatever refuses requests. No other path is theirs: at the playground's, tokens are given.
 *
 * A page never gets what its browser sends by itself, such as cookies: it shows a token, or is answered as nobody.
 *
 * @param origins nothing is added where there are none.
 */
export async function addCors(app: FastifyInstance, origins: readonly (string | RegExp)[]): Promise<void> {
  if (origins.length === 0) return;
  const allowed: FastifyCorsOptions = {
    origin: [...origins],
    methods: ['GET', 'POST'],
    exposedHeaders: [...EXPOSED_HEADERS],
    maxAge: PREFLIGHT_S,
  };
  const none: FastifyCorsOptions = { origin: false };
  // Its own options would answer each path, and what is no preflight as one that is wrong.
  await app.register(cors, {
    delegator: (request, done) => done(null, isOfAnotherOrigin(request) ? allowed : none),
  });
}

function isOfAnotherOrigin({ method, headers, routeOptions }: FastifyRequest): boolean {
  if (headers.origin === undefined || routeOptions.url !== GRAPHQL_PATH) return false;
  return method !== 'OPTIONS' || headers['access-control-request-method'] !== undefined;
}

/** What a page may read of an answer's headers beside those that it always may. */
const EXPOSED_HEADERS = [
  REQUEST_ID_HEADER,
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'etag',
];

/** For how long a browser need not ask again, in seconds: as long as any browser remembers it. */
const PREFLIGHT_S = 86_400;
