import { Counter, Gauge } from 'prom-client';

export const admissionShed = new Counter({
  name: 'admission_shed_total',
  help: 'Calls that this process refused before they cost anything, by what it had too much of.',
  labelNames: ['reason'] as const,
});

interface Watched {
  inFlight(): number;
  waiting(): number;
  limit(): number;
}

/** Shows how much a server works on. @returns what ends that. */
export function watchAdmission(server: string, admission: Watched): () => void {
  const entry = { server, admission };
  watched.add(entry);
  return () => void watched.delete(entry);
}

const watched = new Set<{ server: string; admission: Watched }>();

/** A server may have several, while one is closed and the next is open. */
function gauge(name: string, help: string, valueOf: (admission: Watched) => number): Gauge<'server'> {
  return new Gauge({
    name,
    help,
    labelNames: ['server'] as const,
    collect() {
      this.reset();
      for (const { server, admission } of watched) this.inc({ server }, valueOf(admission));
    },
  });
}

gauge('admission_in_flight', 'Calls that a server works on now.', (admission) => admission.inFlight());
gauge('admission_waiting', 'Calls that wait to be worked on, because there are too many.', (admission) =>
  admission.waiting(),
);
gauge(
  'admission_limit',
  'Calls that a server works on at once: in a router fewer while its CPU is short.',
  (admission) => admission.limit(),
);
