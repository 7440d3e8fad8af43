import { nearestName } from './nearest-name.ts';

/**
 * Finds variables that were meant for a process and that it does not read: a misspelt one would otherwise leave the default
 * in force, without a word. The environment has those of other programs as well, so only those count that look like one of
 * this process's.
 *
 * @param names of the variables that the process reads.
 * @param given all that are set.
 * @returns a sentence for each, without a full stop.
 */
export function misspeltVariables(names: readonly string[], given: Readonly<Record<string, string>>): string[] {
  const known = names.flatMap((name) => [name, `${name}_FILE`]);
  const knownSet = new Set(known);
  return Object.entries(given).flatMap(([name, value]) => {
    if (knownSet.has(name) || isOfOthers(name, value)) return [];
    const near = nearestName(name, known) ?? familyFor(name, names);
    return near === undefined ? [] : [`${name}: there is no such variable here; write ${near}, or unset it`];
  });
}

/**
 * Is it one by which Kubernetes tells of services (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables)?
 * With a service "order-core" each container has ORDER_CORE_PORT=tcp://… and more. Or the address of another domain's core,
 * which one environment for all parts has: a domain may be named nearly as another is.
 */
function isOfOthers(name: string, value: string): boolean {
  return /_CORE$|_SERVICE_(HOST|PORT)|_PORT_\d+_/.test(name) || (name.endsWith('_PORT') && value.startsWith('tcp://'));
}

/** @returns those that begin as nobody else's do, such as RATE_LIMIT_ and SUPERGRAPH_, where this one does. */
function familyFor(name: string, names: readonly string[]): string | undefined {
  if (name.endsWith('_PORT')) return undefined;
  const begin = `${name.toUpperCase()}_`;
  const family = names.filter((known) => begin.startsWith(familyOf(known) ?? '\n'));
  return family.length === 0 ? undefined : family.join(' or ');
}

function familyOf(known: string): string | undefined {
  const [first = '', second, third] = known.split('_');
  if (OWN.has(first)) return `${first}_`;
  return third === undefined || first === OPENTELEMETRY ? undefined : `${first}_${second}_`;
}

const OWN: ReadonlySet<string> = new Set(['SUPERGRAPH', 'SUBGRAPH', 'TRUSTED', 'IDEMPOTENCY']);
/** Its SDK reads many more. */
const OPENTELEMETRY = 'OTEL';
