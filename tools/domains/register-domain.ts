import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Domain } from '@commerce/platform/domain';
import { type Document, parseDocument, type Scalar, type YAMLSeq } from 'yaml';
import { addToChart } from './chart-entries.ts';
import { addToCompose } from './compose-entries.ts';

/**
 * The files that name every domain, with one in them as its manifest has it. One that is in them already changes
 * nothing.
 *
 * @param root of the repository.
 * @returns their new texts by their paths.
 */
export async function registerDomain(root: string, domain: Domain): Promise<Map<string, string>> {
  const texts = Object.entries(REGISTERS).map(async ([path, add]) => {
    return [path, add(await readFile(join(root, path), 'utf8'), domain)] as const;
  });
  return new Map(await Promise.all(texts));
}

const CHART_VALUES = 'deploy/helm/commerce/values.yaml';

const REGISTERS: Record<string, (text: string, domain: Domain) => string> = {
  'supergraph.yaml': (text, domain) => editYaml(text, (document) => addToSupergraph(document, domain)),
  'docker-compose.yaml': (text, domain) => editYaml(text, (document) => addToCompose(document, domain)),
  [CHART_VALUES]: (text, domain) => editYaml(text, (document) => addToChart(document, domain)),
  'deploy/observability/prometheus.yaml': (text, domain) =>
    editYaml(text, (document) => addToPrometheus(document, domain)),
  '.github/CODEOWNERS': addToCodeOwners,
};

function addToSupergraph(document: Document, { name, ports, folder, schemaFile }: Domain): void {
  document.setIn(['subgraphs', name], {
    routing_url: `http://localhost:${ports.graph}/graphql`,
    schema: { file: relative(join(folder, '../..'), schemaFile) },
  });
}

/** Prometheus reads its two parts. */
function addToPrometheus(document: Document, { name }: Domain): void {
  const path = ['scrape_configs', 0, 'dns_sd_configs', 0, 'names'];
  const known = new Set((document.getIn(path) as YAMLSeq<Scalar>).items.map(({ value }) => value));
  for (const part of [`${name}-core`, `${name}-graph`]) if (!known.has(part)) document.addIn(path, part);
}

function addToCodeOwners(text: string, { name }: Domain): string {
  const lines = [`/subgraphs/${name}/`, `/protos/commerce/${name}/`].map(
    (folder) => `${folder.padEnd(31)} @commerce/${name}-team\n`,
  );
  return lines.reduce((all, line) => (all.includes(line) ? all : `${all}${line}`), text);
}

/** Comments, anchors and merge keys stay. */
function editYaml(text: string, edit: (document: Document) => void): string {
  const document = parseDocument(text);
  edit(document);
  return document.toString({ lineWidth: 0, nullStr: '' });
}
