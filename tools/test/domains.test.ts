import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Domain } from '@commerce/platform/domain';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { nextPorts } from '../domains/ports.ts';
import { readDomains } from '../domains/read-domains.ts';
import { registerDomain } from '../domains/register-domain.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const domains = await readDomains(join(ROOT, 'subgraphs'));

// A manifest says it, and the files that deployments read have it from there: registering it again changes nothing.
describe.each(domains)('the $name domain', (domain) => {
  test.each([
    'supergraph.yaml',
    'docker-compose.yaml',
    'deploy/helm/commerce/values.yaml',
    'deploy/observability/prometheus.yaml',
    '.github/CODEOWNERS',
  ])('is in %s as its manifest has it', async (path) => {
    const text = await readFile(join(ROOT, path), 'utf8');
    const again = (await registerDomain(ROOT, domain)).get(path) ?? '';
    expect(valuesIn(path, again, domain)).toEqual(valuesIn(path, text, domain));
  });
});

test("the container of the development issuer is where each domain's core is, a new one's too", async () => {
  const [domain] = domains;
  if (!domain) throw new Error('There is no domain.');
  const text = (await registerDomain(ROOT, { ...domain, name: 'unheardof', prefix: 'UNHEARDOF' })).get(
    'docker-compose.yaml',
  );
  const { services } = parse(text ?? '', { merge: true }) as { services: Record<string, { networks: string[] }> };
  const cores = [...domains.map(({ name }) => name), 'unheardof'].map((name) => `${name}_core`);
  expect(services['issuer']?.networks.toSorted()).toEqual(['public', ...cores].toSorted());
  for (const seeing of ['prometheus', 'otel-collector']) {
    expect(services[seeing]?.networks.toSorted()).toEqual(['public', 'graphs', ...cores].toSorted());
  }
});

/** Of a domain that may have another store, the compose file and the chart have that one. */
function valuesIn(path: string, text: string, { name, otherStore }: Domain): unknown {
  if (!path.endsWith('.yaml')) return text.split('\n');
  const file = parse(text, { merge: true }) as {
    services?: object;
    secrets?: object;
    domains?: Record<string, object>;
  };
  if (otherStore === undefined) return file;
  if (file.domains)
    return { ...file, domains: { ...file.domains, [name]: { ...file.domains[name], store: otherStore } } };
  if (!file.services) return file;
  const ofStore = new Set([`${name}_db`, `${name}-migrate`, `${name}-core`, `${name}_database_url`]);
  const without = (entries: object = {}) => Object.entries(entries).filter(([key]) => !ofStore.has(key));
  return { ...file, services: without(file.services), secrets: without(file.secrets) };
}

test('no port is of two domains, or is one that a client connection may have (32768 to 60999)', () => {
  const ports = domains.flatMap((domain) => Object.values(domain.ports));
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports.filter((port) => port >= 32_768 && port <= 60_999)).toEqual([]);
});

test('one more domain has ports that are free', () => {
  const more = nextPorts(domains);
  const ports = [...domains.map((domain) => domain.ports), more].flatMap((each) => Object.values(each));
  expect(new Set(ports).size).toBe(ports.length);
});

test('whoever asks a core is named by it', () => {
  const asked = domains.flatMap(({ name, neighbours }) =>
    neighbours.map((neighbour) => `${name} asks ${neighbour.name}`),
  );
  const named = domains.flatMap(({ name, callers }) => callers.map((caller) => `${caller} asks ${name}`));
  expect(named.toSorted()).toEqual(asked.toSorted());
});
