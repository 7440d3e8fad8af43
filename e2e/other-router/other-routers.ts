/** A router of somebody else that serves these subgraphs, and how it is started in a folder that has its files. */
export interface OtherRouter {
  name: string;
  /** The variable that has the path of its program. */
  variable: string;
  /** What docs/other-routers.md gives it. */
  files: string[];
  /** What is done first: a line for the shell. */
  preparation?: string;
  args?(port: number): string[];
  variables?(port: number): Record<string, string>;
}

const LOOPBACK = '127.0.0.1';

export const HIVE_GATEWAY: OtherRouter = {
  name: 'Hive Gateway',
  variable: 'HIVE_GATEWAY',
  files: ['gateway.config.mjs'],
  args: (port) => ['supergraph', '-c', 'gateway.config.mjs', '--host', LOOPBACK, '-p', String(port)],
};

export const HIVE_ROUTER: OtherRouter = {
  name: 'Hive Router',
  variable: 'HIVE_ROUTER',
  files: ['router.config.yaml'],
  variables: (port) => ({ HOST: LOOPBACK, PORT: String(port) }),
};

export const COSMO_ROUTER: OtherRouter = {
  name: 'Cosmo Router',
  variable: 'COSMO_ROUTER',
  files: ['config.yaml', 'graph.yaml'],
  preparation:
    'DISABLE_UPDATE_CHECK=true COSMO_TELEMETRY_DISABLED=true wgc router compose -i graph.yaml -o router.json',
  variables: (port) => ({ LISTEN_ADDR: `${LOOPBACK}:${port}`, PROMETHEUS_ENABLED: 'false' }),
};

export const APOLLO_ROUTER: OtherRouter = {
  name: 'Apollo Router',
  variable: 'APOLLO_ROUTER',
  files: ['router.yaml', 'without-permissions.sed'],
  preparation: 'sed -E -f without-permissions.sed supergraph.graphql > open.graphql',
  args: (port) => ['--config', 'router.yaml', '--supergraph', 'open.graphql', '--listen', `${LOOPBACK}:${port}`],
  variables: () => ({ APOLLO_TELEMETRY_DISABLED: 'true' }),
};

export const OTHER_ROUTERS: readonly OtherRouter[] = [HIVE_GATEWAY, HIVE_ROUTER, COSMO_ROUTER, APOLLO_ROUTER];
