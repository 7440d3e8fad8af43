import type { Domain } from '@commerce/platform/domain';
import { type Document, isCollection } from 'yaml';

/** Gives the values of the Helm chart a domain: its templates make the objects of each that is there. */
export function addToChart(document: Document, { name, neighbours }: Domain): void {
  const entry = {
    neighbours: neighbours.map((neighbour) => neighbour.name),
    store: { kind: 'postgres', secret: `${name}-database`, key: 'url' },
  };
  const node = document.createNode(entry);
  for (const { value } of node.items) if (isCollection(value)) value.flow = true;
  document.setIn(['domains', name], node);
}
