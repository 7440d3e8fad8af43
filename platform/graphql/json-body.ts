import type { FastifyInstance } from 'fastify';
import { withBigIntegers } from '../values/json.ts';

/** Reads bodies of JSON as Fastify does, but integers that a number cannot hold become BigInts. */
export function addJsonBody(app: FastifyInstance): void {
  // It refuses keys that would change every object of the process.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.decorateRequest('bodyText', '');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    const take = (error: Error | null, value: unknown) => {
      if (error) return done(error);
      request.bodyText = text;
      const body = withBigIntegers(text, value);
      if (body !== value) bodies.add(body as object);
      done(null, body);
    };
    // Its search for such keys, however they are written, takes longer than to read the text.
    if (!SUSPECT.some((part) => text.includes(part))) {
      const value = parsed(text);
      if (value !== undefined) return take(null, value);
    }
    // It says what is wrong, too.
    void parse(request, text, take);
  });
}

/** The keys, and how they could be written otherwise. */
const SUSPECT = ['__proto__', 'constructor', '\\u'];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Has a body that was read here BigInts in it? */
export function hasBigIntegers(body: unknown): boolean {
  return typeof body === 'object' && body !== null && bodies.has(body);
}

const bodies = new WeakSet();

declare module 'fastify' {
  interface FastifyRequest {
    /** Its body as it was sent; empty before it is read, and for what has none. */
    bodyText: string;
  }
}
