import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { schemaLocations } from '../../composition/schema-locations.ts';
import type { Finding } from '../finding.ts';
import { schemaOf } from '../subgraph-schema.ts';
import type { Tree } from '../tree.ts';
import { checkKeys } from './check-keys.ts';
import { checkMapping } from './check-mapping.ts';
import { compareOperations } from './compare-operations.ts';
import { compareTypes } from './compare-types.ts';
import { readMapping } from './read-mapping.ts';
import type { Protos } from './read-protos.ts';
import type { SchemaAndProto } from './schema-and-proto.ts';

/**
 * Reports where a core's proto and its subgraph's schema differ and the mapping does not say so, and each `@key` that nothing
 * resolves. It passes over a subgraph whose code is not in this repository.
 */
export async function checkDrift({ folder, subgraphs }: Tree, protos: Protos): Promise<Finding[]> {
  const findings = await Promise.all(
    subgraphs.map(async ({ name: domain, sdl }) => {
      // Composition reports a schema that cannot be built.
      const schema = schemaOf(sdl);
      if (!schema || !existsSync(join(folder, 'subgraphs', domain, 'graph'))) return [];
      const proto = protos.get(`commerce.${domain}.v1`) ?? { messages: new Map(), enums: new Map(), rpcs: new Map() };
      const lines = schemaLocations(parse(sdl)).map(
        ({ coordinate, loc }) => [coordinate, loc.startToken.line] as const,
      );
      const mapping = await readMapping(folder, domain);
      const both: SchemaAndProto = { domain, schema, lines: new Map(lines), proto, mapping };
      return [
        ...compareTypes(both),
        ...compareOperations(both),
        ...checkMapping(both),
        ...(await checkKeys(folder, both)),
      ];
    }),
  );
  return findings.flat();
}
