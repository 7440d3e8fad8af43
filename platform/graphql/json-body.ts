import type { FastifyInstance } from 'fastify';
import { withBigIntegers } from '../values/json.ts';

/** Reads bodies of JSON as Fastify does, but integers that a number cannot hold become BigInts. */
export function addJsonBody(app: FastifyInstance): void {
  // It refuses keys that would change every object of the process.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    void parse(request, text, (error, value: unknown) => {
      if (error) return done(error);
      const body = withBigIntegers(text, value);
      if (body !== value) bodies.add(body as object);
      done(null, body);
    });
  });
}

/** Has a body that was read here BigInts in it? */
export function hasBigIntegers(body: unknown): boolean {
  return typeof body === 'object' && body !== null && bodies.has(body);
}

const bodies = new WeakSet();
