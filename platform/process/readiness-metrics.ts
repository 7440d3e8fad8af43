import { Gauge } from 'prom-client';

/** Shows what a part waits for. @param waitsFor reasons; none when it is ready. @returns what ends that. */
export function watchReadiness(part: string, waitsFor: () => readonly string[]): () => void {
  const entry = { part: part.replaceAll(' ', '-'), waitsFor };
  watched.add(entry);
  return () => void watched.delete(entry);
}

const watched = new Set<{ part: string; waitsFor: () => readonly string[] }>();

const ready = new Gauge({
  name: 'part_ready',
  help: 'Whether a part of the system can serve: 1 or 0.',
  labelNames: ['part'] as const,
  collect() {
    ready.reset();
    for (const { part, waitsFor } of watched) ready.set({ part }, waitsFor().length === 0 ? 1 : 0);
  },
});

const waits = new Gauge({
  name: 'part_waits_for',
  help: 'What a part waits for that cannot serve, each with the value 1; /readyz says more.',
  labelNames: ['part', 'what'] as const,
  collect() {
    waits.reset();
    // Without what a store or a server said, which may be any text.
    for (const { part, waitsFor } of watched)
      for (const what of waitsFor()) waits.set({ part, what: what.replace(/[,(].*$/s, '').trim() }, 1);
  },
});
