import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createHttpServer, listen } from '@commerce/platform/process/http-server';
import { hostPort } from '@commerce/platform/process/host-port';
import type { Running } from '@commerce/platform/process/run-process';
import { SignJWT } from 'jose';
import { PEOPLE, type Person } from '../seed/people.ts';
import { ALGORITHM, issuerKey } from './issuer-key.ts';

/** Issues tokens for the people of the sample shop to whoever asks. For development alone: nobody has a password. */
export interface Issuer extends Running {
  /** `http://host:port` */
  origin: string;
  /** For the parts that take its tokens. */
  variables: { AUTH_JWKS: string; AUTH_ISSUER: string; AUTH_AUDIENCE: string };
  /** What others verify its tokens with, for those who cannot reach it: the path of the same key set. */
  keysFile: string;
  people: readonly Person[];
  /** @param id of one of the people. @returns a token for twelve hours; undefined for anybody else. */
  token(id: string): Promise<string | undefined>;
}

/**
 * Starts it: what others verify its tokens with is at `/jwks.json` and in a file, and `POST /token/<id>` answers
 * with a token.
 *
 * @param dataDir keeps its key, so that a token holds when it is started again.
 * @throws UserError when it cannot listen, or what it kept is no key.
 */
export async function startIssuer(host: string, port: number, dataDir: string): Promise<Issuer> {
  const { kid, privateKey, publicJwk } = await issuerKey(dataDir);
  const keysFile = resolve(dataDir, 'jwks.json');
  await writeFile(keysFile, JSON.stringify({ keys: [publicJwk] }));
  const token = async (id: string) => {
    const person = PEOPLE.find((one) => one.id === id);
    if (!person) return undefined;
    return await new SignJWT({ name: person.name, scope: person.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(person.id)
      .setIssuedAt()
      .setExpirationTime('12h')
      .sign(privateKey);
  };
  const app = createHttpServer({ isDraining: () => false });
  app.get('/jwks.json', () => ({ keys: [publicJwk] }));
  app.post<{ Params: { id: string } }>('/token/:id', async ({ params: { id } }, reply) => {
    const text = await token(id);
    const others = PEOPLE.map((person) => person.id).join(', ');
    return text === undefined
      ? reply.code(404).send(`Nobody here is ${id.slice(0, 100)}: there are ${others}.\n`)
      : reply.header('cache-control', 'no-store').send(text);
  });
  const origin = `http://${hostPort(host, await listen(app, host, port, 'ISSUER_PORT'))}`;
  return {
    origin,
    variables: { AUTH_JWKS: `${origin}/jwks.json`, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE },
    keysFile,
    people: PEOPLE,
    token,
    stop: async () => await app.close(),
  };
}

/** Not its address: a token holds whatever its port. */
const ISSUER = 'commerce-development';
const AUDIENCE = 'commerce';
