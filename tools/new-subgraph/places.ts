/** Where a file of the repository names every domain; each text is a template. */
export type Place = { file: string } & (
  | { after: RegExp; insert: string }
  | { before: RegExp; insert: string }
  /** On the line itself. */
  | { at: RegExp; append: string }
);

export const PLACES: Place[] = [
  {
    file: 'supergraph.yaml',
    after: /\S/,
    insert: `  {{domain}}:
    routing_url: http://localhost:4{{number}}/graphql
    schema:
      file: subgraphs/{{domain}}/graph/schema.graphql
`,
  },
  {
    file: '.github/CODEOWNERS',
    after: /\S/,
    insert: `/subgraphs/{{domain}}/             @commerce/{{domain}}-team
/protos/commerce/{{domain}}/       @commerce/{{domain}}-team
`,
  },
  {
    file: 'standalone/config.ts',
    after: /^ {2}\.\.\.domainVariables\(/,
    insert: `  ...domainVariables('{{DOMAIN}}', {{n}}),\n`,
  },
  {
    file: 'standalone/domains.ts',
    after: /^import .*\/graph\/start';$/,
    insert: `import { start{{Domain}}Core } from '@commerce/{{domain}}/core/start';
import { start{{Domain}}Graph } from '@commerce/{{domain}}/graph/start';
`,
  },
  {
    file: 'standalone/domains.ts',
    before: /^\] as const/,
    insert: `  {
    name: '{{domain}}',
    startCore: start{{Domain}}Core,
    startGraph: (config, core) => start{{Domain}}Graph({ ...config, {{DOMAIN}}_CORE: core }),
  },
`,
  },
  { file: '.env.example', after: /^SUBGRAPH_URL_\w+=$/, insert: 'SUBGRAPH_URL_{{DOMAIN}}=\n' },
  { file: '.env.example', at: /^# PORT=.* for \w+$/, append: ', 4{{number}} for {{domain}}' },
  { file: '.env.example', after: /^[A-Z]+_CORE=/, insert: '{{DOMAIN}}_CORE=127.0.0.1:50{{number50}}\n' },
  { file: '.env.example', at: /^# GRPC_PORT=.* for \w+$/, append: ', 50{{number50}} for {{domain}}' },
  { file: '.env.example', at: /^# HEALTH_PORT=.* for \w+$/, append: ', 9{{number}} for {{domain}}' },
  { file: '.env.example', after: /^[A-Z]+_DATABASE_URL=$/, insert: '{{DOMAIN}}_DATABASE_URL=\n' },
  { file: '.env.example', after: /^[A-Z]+_GRAPH_PORT=/, insert: '{{DOMAIN}}_GRAPH_PORT=4{{number}}\n' },
  { file: '.env.example', after: /^[A-Z]+_CORE_PORT=/, insert: '{{DOMAIN}}_CORE_PORT=50{{number50}}\n' },
  { file: '.env.example', after: /^[A-Z]+_HEALTH_PORT=/, insert: '{{DOMAIN}}_HEALTH_PORT=9{{number}}\n' },
  {
    file: 'docker-compose.yaml',
    before: /^ {2}router:$/,
    insert: `  {{domain}}_db:
    <<: *postgres
    environment: { <<: *postgres-environment, POSTGRES_DB: {{domain}} }
    volumes: [{{domain}}_data:/var/lib/postgresql/data]
    networks: [{{domain}}_store]

  {{domain}}-migrate:
    <<: *process
    restart: 'no'
    command: [subgraphs/migrate.ts, {{domain}}]
    environment: { DATABASE_URL_FILE: /run/secrets/{{domain}}_database_url }
    secrets: [{{domain}}_database_url]
    networks: [{{domain}}_store]
    depends_on: { {{domain}}_db: { condition: service_healthy } }

  {{domain}}-core:
    <<: *process
    command: [subgraphs/{{domain}}/core/main.ts]
    environment: { DATABASE_URL_FILE: /run/secrets/{{domain}}_database_url, HEALTH_PORT: 9001 }
    secrets: [{{domain}}_database_url]
    networks: [{{domain}}_store, {{domain}}_core]
    depends_on: { {{domain}}-migrate: { condition: service_completed_successfully } }
    healthcheck: *core-health

  {{domain}}-graph:
    <<: *process
    command: [subgraphs/{{domain}}/graph/main.ts]
    environment: { {{DOMAIN}}_CORE: '{{domain}}-core:50{{number50}}', PORT: 4000 }
    networks: [{{domain}}_core, graphs]
    depends_on: { {{domain}}-core: { condition: service_healthy } }
    healthcheck: *http-health

`,
  },
  {
    file: 'docker-compose.yaml',
    after: /^ {6}SUBGRAPH_URL_/,
    insert: '      SUBGRAPH_URL_{{DOMAIN}}: http://{{domain}}-graph:4000/graphql\n',
  },
  {
    file: 'docker-compose.yaml',
    after: /^ {6}\w+-graph: \{/,
    insert: '      {{domain}}-graph: { condition: service_healthy }\n',
  },
  { file: 'docker-compose.yaml', after: /^ {2}\w+_store: \{/, insert: '  {{domain}}_store: { internal: true }\n' },
  { file: 'docker-compose.yaml', after: /^ {2}\w+_core: \{/, insert: '  {{domain}}_core: { internal: true }\n' },
  { file: 'docker-compose.yaml', after: /^ {2}\w+_data:$/, insert: '  {{domain}}_data:\n' },
  {
    file: 'docker-compose.yaml',
    after: /^ {2}\w+_database_url: \{/,
    insert: '  {{domain}}_database_url: { file: secrets/{{domain}}_database_url }\n',
  },
];
