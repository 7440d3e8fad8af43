import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

// What the containers must not lose when the files that make them are edited.

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');

interface Service {
  image: string;
  user?: string;
  profiles?: string[];
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  environment?: Record<string, string>;
  networks: string[];
  healthcheck?: { start_period?: string };
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
}

const { services, networks } = parse(await read('docker-compose.yaml'), { merge: true }) as Compose;
const named = Object.entries(services);
const ours = named.filter(([, { image }]) => image.startsWith('commerce-supergraph'));

test('the router, the issuer and what an operator looks at are published, on this machine alone', () => {
  const published = named.filter(([, { ports }]) => ports).map(([name]) => name);
  expect(published.toSorted()).toEqual(['grafana', 'issuer', 'jaeger', 'prometheus', 'router']);
  for (const port of named.flatMap(([, { ports = [] }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('whatever is not published has no way out', () => {
  const reaching = named.filter(([, service]) => service.networks.some((name) => !networks[name]?.internal));
  const seeing = ['grafana', 'jaeger', 'otel-collector', 'prometheus'];
  expect(reaching.map(([name]) => name).toSorted()).toEqual([...seeing, 'issuer', 'router'].toSorted());
  for (const name of seeing) expect([name, services[name]?.profiles]).toEqual([name, ['observability']]);
});

test.each(ours)('%s writes nothing, is not root and cannot become it', async (_, service) => {
  expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  // The other image is for whatever is of development alone.
  const [user = ''] = /^USER .+$(?![^]*^(?:USER|FROM) )/m.exec(await read('Dockerfile')) ?? [];
  expect(service.image === 'commerce-supergraph' ? user : `USER ${service.user}`).toBe('USER node');
});

test('everybody may do everything in so many words, or the issuer for development says who asks', async () => {
  expect(services['router']?.environment).toMatchObject({ AUTH: '${AUTH-off}' });
  expect(services['issuer']?.profiles).toEqual(['issuer']);
  const settings = parseEnv(await read('compose.issuer.env'));
  expect(settings).toMatchObject({ COMPOSE_PROFILES: 'issuer', AUTH: '', AUTH_JWKS: 'http://issuer:4100/jwks.json' });
});

test('the sample is put into a shop when somebody asks for it alone', () => {
  expect(services['seed']?.profiles).toEqual(['seed']);
});

test('a slow start is no failure: nothing that is waited for is given up on within minutes', () => {
  for (const [name, { healthcheck }] of named.filter(([, each]) => each.healthcheck)) {
    expect([name, healthcheck?.start_period]).toEqual([name, '5m']);
  }
});

test('neither secrets nor tests are put into an image', async () => {
  const ignored = (await read('.dockerignore')).split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['secrets', '.env', '.data', '.git', '**/test', '**/bench', 'e2e']));
});
