import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { elasticsearchHome } from './elasticsearch-home.ts';
import { START_PATIENCE_MS } from '../patience.ts';
import { freePort } from '../free-port.ts';

export interface TestServer {
  url: string;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/** The user "nobody": Elasticsearch and PostgreSQL refuse to run as root. */
const NOBODY = 65_534;

/**
 * Starts a real Elasticsearch on an empty folder, for the tests of one run: one node, without security.
 *
 * @param heapMb of its Java.
 * @throws Error that says what is missing: it never does without.
 */
export async function startElasticsearchServer(heapMb = 512): Promise<TestServer> {
  const node = await makeElasticsearchNode({ 'discovery.type': 'single-node' }, heapMb);
  try {
    await node.start();
  } catch (error) {
    await node.remove();
    throw error;
  }
  return {
    url: node.url,
    async stop() {
      await node.stop();
      await node.remove();
    },
  };
}

/** A node of Elasticsearch, with a folder and ports of its own, which can be started again. */
export interface ElasticsearchNode {
  url: string;
  /** Where other nodes find it. */
  transport: string;
  /** @param settings beside those that it was made with. */
  start(settings?: Record<string, unknown>): Promise<void>;
  /** Ends it as an operator would; its data stays. */
  stop(): Promise<void>;
  /** Ends it without a word, as a machine does that loses its power. */
  kill(): Promise<void>;
  /** Deletes its data. */
  remove(): Promise<void>;
}

/** @param settings of the cluster that it is in. @param heapMb of its Java. */
export async function makeElasticsearchNode(
  settings: Record<string, unknown>,
  heapMb = 512,
): Promise<ElasticsearchNode> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-elasticsearch-'));
  for (const name of ['config', 'data', 'logs', 'snapshots', 'tmp']) await mkdir(join(folder, name));
  const [httpPort, transportPort] = [await freePort(), await freePort()];
  await writeJavaOptions(folder, heapMb);
  let running: RunningNode | undefined;
  return {
    url: `http://127.0.0.1:${httpPort}`,
    transport: `127.0.0.1:${transportPort}`,
    async start(more = {}) {
      await writeConfiguration(folder, httpPort, transportPort, { ...settings, ...more });
      running = await startIn(folder, httpPort);
    },
    stop: async () => await running?.end('SIGTERM'),
    kill: async () => await running?.end('SIGKILL'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

interface RunningNode {
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

async function startIn(folder: string, httpPort: number): Promise<RunningNode> {
  const java = await findJava();
  const home = await elasticsearchHome();
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o755);
  if (isRoot) spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  const log = await open(join(folder, 'output.log'), 'a');
  const child = spawn(
    java,
    ['-Xmx64m', '-cp', join(home, 'lib/tools/server-launcher/*'), 'org.elasticsearch.server.launcher.ServerLauncher'],
    {
      cwd: home,
      stdio: ['ignore', log.fd, log.fd],
      ...(isRoot && { uid: NOBODY, gid: NOBODY }),
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        JAVA: java,
        JAVA_TYPE: 'ES_JAVA_HOME',
        ES_JAVA_HOME: join(java, '../..'),
        ES_HOME: home,
        ES_PATH_CONF: join(folder, 'config'),
        ES_DISTRIBUTION_TYPE: 'tar',
        ES_TMPDIR: join(folder, 'tmp'),
        CLI_JAVA_OPTS: '-Xmx64m',
      },
    },
  );
  await log.close();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    // What is started is a launcher: it hands on SIGTERM to the server, its child, and ends with that.
    if (signal === 'SIGKILL') spawnSync('pkill', ['-KILL', '-P', String(child.pid)]);
    else child.kill(signal);
    await exited;
  };
  // Ended with the tests, however they end.
  process.once('exit', () => child.kill('SIGTERM'));
  const url = `http://127.0.0.1:${httpPort}`;
  const giveUp = performance.now() + START_PATIENCE_MS;
  while (child.exitCode === null && performance.now() < giveUp) {
    if (await isUp(url)) return { end };
    await wait(500);
  }
  const output = await readFile(join(folder, 'output.log'), 'utf8');
  await end('SIGTERM');
  throw new Error(`Elasticsearch did not start:\n${output.split('\n').slice(-15).join('\n')}`);
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`)).ok;
  } catch {
    return false;
  }
}

async function findJava(): Promise<string> {
  const installed = await readdir('/usr/lib/jvm').catch((): string[] => []);
  const homes = [
    process.env['ES_JAVA_HOME'],
    process.env['JAVA_HOME'],
    ...installed.map((name) => `/usr/lib/jvm/${name}`),
  ];
  for (const home of homes) {
    const java = home && join(home, 'bin/java');
    if (java && existsSync(java) && versionOf(java) >= 21) return java;
  }
  throw new Error('Elasticsearch needs Java 21 or newer: install one, or set ES_JAVA_HOME to where it is.');
}

function versionOf(java: string): number {
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

async function writeConfiguration(
  folder: string,
  httpPort: number,
  transportPort: number,
  ofCluster: Record<string, unknown>,
): Promise<void> {
  const settings = {
    ...ofCluster,
    'network.host': '127.0.0.1',
    'http.port': httpPort,
    'transport.port': transportPort,
    'path.data': join(folder, 'data'),
    'path.logs': join(folder, 'logs'),
    'path.repo': join(folder, 'snapshots'),
    'xpack.security.enabled': false,
    'xpack.ml.enabled': false,
    'cluster.routing.allocation.disk.threshold_enabled': false,
    // Every test file has indices of its own.
    'cluster.max_shards_per_node': 10_000,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  await writeFile(join(folder, 'config/elasticsearch.yml'), lines.join(''));
  await writeFile(
    join(folder, 'config/log4j2.properties'),
    [
      'appender.console.type = Console',
      'appender.console.name = console',
      'appender.console.layout.type = PatternLayout',
      'appender.console.layout.pattern = %d %p %c{1.} %m%n',
      'rootLogger.level = warn',
      'rootLogger.appenderRef.console.ref = console',
    ].join('\n'),
  );
}

async function writeJavaOptions(folder: string, heapMb: number): Promise<void> {
  const options = [
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    '-XX:-AlwaysPreTouch',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
  ];
  await writeFile(
    join(folder, 'config/jvm.options'),
    [...options, '-Djava.io.tmpdir=${ES_TMPDIR}'].map((option) => `${option}\n`).join(''),
  );
}
