import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

/** Whom somebody at the playground may be, where an issuer for development gives their tokens. */
export interface PlaygroundCallers {
  people: readonly { id: string; name: string; scopes: readonly string[] }[];
  /** @returns a token of one of the people; undefined for anybody else. */
  token(id: string): Promise<string | undefined>;
}

/**
 * Lets somebody at the playground be one of these people: a list to choose from, and at `POST /playground/token/<id>` the
 * token that the page then sends. A page of another site can read no answer here, so it gets no token.
 *
 * @returns what the page has in its head.
 */
export function addCallers(app: FastifyInstance, { people, token }: PlaygroundCallers): string {
  app.post<{ Params: { id: string } }>('/playground/token/:id', async ({ params: { id } }, reply) => {
    const text = await token(id);
    if (text === undefined) return reply.callNotFound();
    return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text);
  });
  const shown = people.map(({ id, name, scopes }) => ({ id, name: scopes.length > 0 ? name : `${name} (customer)` }));
  const script = readFileSync(new URL('choose-caller.js', import.meta.url), 'utf8');
  // Nothing in a name may end the script.
  const list = JSON.stringify(shown).replaceAll('<', String.raw`\u003c`);
  return `<style>${STYLE}</style><script>const PEOPLE = ${list};\n${script}</script>`;
}

const STYLE = `#caller { position: fixed; bottom: 12px; right: 28px; z-index: 10; padding: 6px 10px; border-radius: 8px;
  font: 14px sans-serif; background: #fff; color: #222; box-shadow: 0 1px 6px #0006 }
  #caller select { font: inherit }`;
