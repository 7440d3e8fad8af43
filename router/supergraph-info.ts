import { createHash } from 'node:crypto';
import { Gauge } from 'prom-client';

/** Says which supergraph is served, and that the one before is no more. */
export function noteSupergraph(sdl: string): void {
  supergraphInfo.reset();
  supergraphInfo.set({ sha256: createHash('sha256').update(sdl).digest('hex') }, Date.now() / 1_000);
}

const supergraphInfo = new Gauge({
  name: 'supergraph_info',
  help: 'Which supergraph is served, by its SHA-256, with the time since when, in seconds since 1970.',
  labelNames: ['sha256'] as const,
});
