import type { FastifyInstance } from 'fastify';
import type { PageSettings } from './page-settings.ts';

/** Whom somebody at the playground may be, where an issuer for development gives their tokens. */
export interface PlaygroundCallers {
  people: readonly { id: string; name: string; scopes: readonly string[] }[];
  /** @returns a token of one of the people; undefined for anybody else. */
  token(id: string): Promise<string | undefined>;
}

/**
 * Lets somebody at the playground be one of these people: at `POST /playground/token/<id>` is the token that the page then
 * sends. A page of another origin gets none.
 *
 * @returns the list that the page lets choose from.
 */
export function addCallers(app: FastifyInstance, { people, token }: PlaygroundCallers): PageSettings['people'] {
  app.post<{ Params: { id: string } }>('/playground/token/:id', async ({ params: { id }, headers }, reply) => {
    // In development pages of other origins may read answers (CORS_ORIGINS): none of them gets anybody's token.
    const isOwnPage = headers.origin === undefined || hostOf(headers.origin) === headers.host;
    const text = isOwnPage ? await token(id) : undefined;
    if (text === undefined) return reply.callNotFound();
    return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text);
  });
  return people.map(({ id, name, scopes }) => ({ id, name: scopes.length > 0 ? name : `${name} (customer)` }));
}

/** @param origin as a browser says it; undefined for `null`, which is no URL. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
