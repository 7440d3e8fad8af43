import { readFile, rm } from 'node:fs/promises';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { describe, expect, test, vi } from 'vitest';
import { PRODUCTS, useExampleSupergraph, YAML } from './example-supergraph.ts';

const { inFolder, write, compose, written, failure, path, list } = useExampleSupergraph();

describe('a schema', () => {
  let subgraph: RunningSubgraph;
  const startProducts = async (NODE_ENV: string) => {
    subgraph = await serveSubgraph({
      domain: { name: 'products', schemaFile: inFolder('schemas/products.graphql') },
      resolvers: {},
      context: () => ({}),
      config: {
        HOST: '127.0.0.1',
        PORT: 0,
        ADMIN_PORT: 0,
        NODE_ENV,
        REQUEST_TIMEOUT_MS: PATIENCE_MS,
        MAX_REQUESTS_IN_FLIGHT: 1_000,
        MAX_RESPONSE_FIELDS: 1_000,
        DRAIN_MS: 0,
      },
    });
    const schema = `subgraph_url: ${subgraph.url}`;
    await write({ 'supergraph.yaml': YAML.replace('file: schemas/products.graphql', schema) });
  };
  const composedFromFiles = async () => {
    await compose();
    return await written();
  };

  test('may stand in the configuration itself', async () => {
    const fromFiles = await composedFromFiles();
    const inline = `sdl: |\n        ${PRODUCTS.trimEnd().replaceAll('\n', '\n        ')}`;
    await write({ 'supergraph.yaml': YAML.replace('file: schemas/products.graphql', inline) });
    await compose();
    expect(await written()).toBe(fromFiles);
  });

  test('may be told by a running subgraph, to whose address operations go by default', async () => {
    const fromFiles = await composedFromFiles();
    await startProducts('development');
    try {
      await compose();
      expect(await written()).toBe(fromFiles);
      const yaml = await readFile(inFolder('supergraph.yaml'), 'utf8');
      await write({ 'supergraph.yaml': yaml.replace('    routing_url: http://localhost:4001/graphql\n', '') });
      await compose();
      expect(await written()).toBe(fromFiles.replace('http://localhost:4001/graphql', subgraph.url));
    } finally {
      await subgraph.stop();
    }
    expect(await failure()).toMatch(
      /subgraphs.products.schema.subgraph_url: expected a subgraph that tells its schema.*\(connect ECONNREFUSED/,
    );
  });

  test('is told by no subgraph in production', async () => {
    await startProducts('production');
    try {
      expect(await failure()).toContain('(The schema is not shown here; INTROSPECTION=true shows it.');
    } finally {
      await subgraph.stop();
    }
  });
});

describe('a configuration at fault', () => {
  test('has all its problems listed, each with its place, what was expected and what came', async () => {
    await write({
      'supergraph.yaml': `federation_version: 2
subgraphs:
  a:
    routing_url: localhost:4001
    schema:
      file: gone.graphql
  b:
    routing_urll: http://localhost:4002/graphql
    schema:
      sdl: "type Query { a: Int }"
      file: schemas/products.graphql
  c: 12
router: yes
`,
    });
    const yaml = path('supergraph.yaml');
    expect((await failure()).split('\n')).toEqual([
      `UserError: ${yaml} is not valid:`,
      expect.stringMatching(
        `^  ${yaml}:1:21: federation_version: expected =2.14.4, the version of the installed .*, got 2$`,
      ),
      `  ${yaml}:4:18: subgraphs.a.routing_url: expected an http or https URL, got "localhost:4001"`,
      `  ${yaml}:6:13: subgraphs.a.schema.file: expected an SDL file to read (${path('gone.graphql')}: ` +
        `ENOENT: no such file or directory), got "gone.graphql"`,
      `  ${yaml}:8:5: subgraphs.b.routing_url: expected an http or https URL, got nothing`,
      `  ${yaml}:8:19: subgraphs.b.routing_urll: expected one of the keys routing_url, schema, got "http://localhost:4002/graphql"`,
      `  ${yaml}:10:7: subgraphs.b.schema: expected exactly one of the keys file, subgraph_url, sdl, got ` +
        `{"sdl":"type Query { a: Int }","file":"schemas/products.graphql"}`,
      `  ${yaml}:12:6: subgraphs.c: expected a mapping with the keys routing_url, schema, got 12`,
      `  ${yaml}:13:9: router: expected one of the keys federation_version, subgraphs, got "yes"`,
    ]);
    expect(await list()).not.toContain('supergraph.graphql');
  });

  test.each([
    ['another federation version', '=2.13.0', 'expected =2.14.4, the version of the installed @apollo/composition'],
    ['no federation version', '', 'got null'],
  ])('with %s says what to do', async (_, version, message) => {
    await write({ 'supergraph.yaml': YAML.replace('=2.14.4', version) });
    expect(await failure()).toContain(message);
  });

  test.each([
    [
      'no subgraph',
      'federation_version: =2.14.4\nsubgraphs: {}\n',
      'subgraphs: expected at least one subgraph, got {}',
    ],
    [
      'a name that composition cannot use',
      YAML.replace(' orders:', ' 1st:'),
      'subgraphs.1st: expected a name of at most 64',
    ],
    ['a file that is no YAML', 'subgraphs: [\n', 'supergraph.yaml:2:1: Flow sequence in block collection'],
    ['a subgraph twice', YAML.replace(' orders:', ' products:'), 'supergraph.yaml:7:3: Map keys must be unique'],
    ['an empty file', '', 'the file: expected a mapping with the keys federation_version, subgraphs, got null'],
  ])('with %s is refused', async (_, yaml, message) => {
    await write({ 'supergraph.yaml': yaml });
    expect(await failure()).toContain(message);
  });

  test('that is not there is named', async () => {
    await rm(inFolder('supergraph.yaml'));
    expect(await failure()).toContain(`Cannot read ${path('supergraph.yaml')}: ENOENT`);
  });
});

describe('a variable', () => {
  const routing = 'http://localhost:4001/graphql';
  const composed = async (url: string) => {
    await write({ 'supergraph.yaml': YAML.replace(routing, url) });
    await compose();
    return await written();
  };
  const failed = async (url: string) => {
    await write({ 'supergraph.yaml': YAML.replace(routing, url) });
    return await failure();
  };
  const inPlace = (url: string) => `@join__graph(name: "products", url: "${url}")`;

  test('has its value, or else its default', async () => {
    vi.stubEnv('PRODUCTS_HOST', 'shop.internal');
    expect(await composed('http://${env.PRODUCTS_HOST}:4001/graphql')).toContain(
      inPlace('http://shop.internal:4001/graphql'),
    );
    vi.unstubAllEnvs();
    expect(await composed('http://${env.PRODUCTS_HOST:-localhost}:4001/${env.NO_PATH:-}')).toContain(
      inPlace('http://localhost:4001/'),
    );
  });

  test('has a place in every value, and may be a file', async () => {
    const fromFiles = await composed(routing);
    vi.stubEnv('SCHEMAS', 'schemas');
    await write({
      'supergraph.yaml': YAML.replace('file: schemas/products.graphql', 'file: ${env.SCHEMAS}/products.graphql'),
    });
    await compose();
    expect(await written()).toBe(fromFiles);
    await write({ host: 'shop.internal' });
    expect(await composed(`http://\${file.${inFolder('host')}}:4001/graphql`)).toContain(
      inPlace('http://shop.internal:4001/graphql'),
    );
    vi.unstubAllEnvs();
  });

  test.each([
    ['http://${env.NO_HOST}:4001', 'the variable NO_HOST to be set, or a default: ${env.NO_HOST:-default}'],
    ['http://${file.no/host}:4001', 'the file no/host to read (ENOENT: no such file or directory)'],
    ['http://${NO_HOST}:4001', '${env.NAME} or ${file.path} in the braces'],
  ])('that is not there is named, with where it stands: %s', async (url, expected) => {
    expect(await failed(url)).toContain(
      `${path('supergraph.yaml')}:4:18: subgraphs.products.routing_url: expected ${expected}, got "${url}"`,
    );
  });
});
