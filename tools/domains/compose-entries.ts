import type { Domain } from '@commerce/platform/domain';
import { corePart, graphPart } from '@commerce/platform/tls/parts';
import { Alias, type Document, isCollection, Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';

/** Gives docker-compose.yaml the containers of a domain, its networks, and its place at the router. */
export function addToCompose(document: Document, domain: Domain): void {
  const { name, prefix } = domain;
  for (const [service, entry] of Object.entries(servicesOf(domain))) setService(document, service, entry);
  document.setIn(['services', 'router', 'environment', `SUBGRAPH_URL_${prefix}`], `https://${name}-graph:4000/graphql`);
  document.setIn(['services', 'router', 'depends_on', `${name}-graph`], inline(document, HEALTHY));
  for (const network of [`${name}_store`, `${name}_core`]) {
    document.setIn(['networks', network], inline(document, { internal: true }));
  }
  // Its core reads at the issuer what tokens are verified with, and the others see what it does.
  for (const service of ['issuer', 'prometheus', 'otel-collector']) addNetwork(document, service, `${name}_core`);
  document.setIn(['volumes', `${name}_data`], null);
  const secret = `${name}_database_url`;
  document.setIn(['secrets', secret], inline(document, { file: `secrets/${secret}` }));
}

function addNetwork(document: Document, service: string, network: string): void {
  const path = ['services', service, 'networks'];
  const known = document.getIn(path) as YAMLSeq<Scalar>;
  if (!known.items.some(({ value }) => value === network)) document.addIn(path, network);
}

const HEALTHY = { condition: 'service_healthy' };

/** Quoted: in YAML 1.1 a bare one is a boolean. */
const NEVER = Object.assign(new Scalar('no'), { type: Scalar.QUOTE_SINGLE });

/** A store, what migrates it, a core and a subgraph; each sees only whom it asks. */
function servicesOf({ name, prefix, neighbours }: Domain): Record<string, object> {
  const database = { DATABASE_URL_FILE: `/run/secrets/${name}_database_url` };
  const asked = neighbours.map((neighbour) => `${neighbour.name}-core`);
  return {
    [`${name}_db`]: {
      ...merging('postgres'),
      environment: { ...merging('postgres-environment'), POSTGRES_DB: name },
      volumes: [`${name}_data:/var/lib/postgresql/data`],
      networks: [`${name}_store`],
    },
    [`${name}-migrate`]: {
      ...merging('process'),
      restart: NEVER,
      command: ['subgraphs/migrate.js', name],
      environment: database,
      secrets: [`${name}_database_url`],
      networks: [`${name}_store`],
      depends_on: { [`${name}_db`]: HEALTHY },
    },
    [`${name}-core`]: {
      ...merging('process'),
      command: [`subgraphs/${name}/core/main.js`],
      environment: {
        ...merging('core'),
        ...database,
        ...Object.fromEntries(neighbours.map((neighbour) => [`${neighbour.prefix}_CORE`, `${neighbour.name}-core`])),
      },
      secrets: [`${name}_database_url`],
      volumes: [certificatesOf(corePart(name))],
      networks: [`${name}_store`, `${name}_core`, ...neighbours.map((neighbour) => `${neighbour.name}_core`)],
      depends_on: {
        [`${name}-migrate`]: { condition: 'service_completed_successfully' },
        ...Object.fromEntries(asked.map((core) => [core, HEALTHY])),
      },
      healthcheck: new Alias('ready'),
    },
    [`${name}-graph`]: {
      ...merging('process'),
      command: [`subgraphs/${name}/graph/main.js`],
      environment: { ...merging('graph'), [`${prefix}_CORE`]: `${name}-core` },
      volumes: [certificatesOf(graphPart(name))],
      networks: [`${name}_core`, 'graphs'],
      depends_on: { [`${name}-core`]: HEALTHY },
      healthcheck: new Alias('ready'),
    },
  };
}

/** As `npm run certificates` makes them. */
function certificatesOf(part: string): object {
  return { ...merging('certificates'), source: `./secrets/certificates/${part}` };
}

/** What stands at an anchor of the file is merged in. */
function merging(anchor: string): object {
  return { '<<': new Alias(anchor) };
}

/** A new one comes before the router, which asks them all. */
function setService(document: Document, name: string, entry: object): void {
  const services = document.get('services') as YAMLMap<Scalar>;
  const node = document.createNode(entry) as YAMLMap;
  for (const { value } of node.items) if (isCollection(value)) value.flow = true;
  if (services.has(name)) return document.setIn(['services', name], node);
  const key = Object.assign(new Scalar(name), { spaceBefore: true });
  const router = services.items.findIndex((pair) => pair.key.value === 'router');
  services.items.splice(router, 0, new Pair(key, node));
}

/** On one line. */
function inline(document: Document, value: object) {
  const node = document.createNode(value);
  if (isCollection(node)) node.flow = true;
  return node;
}
