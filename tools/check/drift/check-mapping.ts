import type { Finding } from '../finding.ts';
import { mappingFile } from './read-mapping.ts';
import { gap, type SchemaAndProto } from './schema-and-proto.ts';

/** Reports the lines of a mapping that name nothing in the schema or the proto: they would hide the next gap of that name. */
export function checkMapping(both: SchemaAndProto): Finding[] {
  const { lines, proto, mapping, domain } = both;
  const inProto = new Set<string>(proto.rpcs.keys());
  for (const { name, fields } of proto.messages.values())
    for (const field of fields) inProto.add(`${name}.${field.name}`);
  for (const { name, values } of proto.enums.values()) for (const value of values) inProto.add(`${name}.${value.name}`);

  const mapped = [...Object.keys(mapping.messages), ...Object.keys(mapping.fields), ...Object.keys(mapping.rpcs)];
  return [
    ...mapped.filter((name) => !lines.has(name)).map((name) => [name, 'the schema']),
    ...Object.keys(mapping.unmapped)
      .filter((name) => !lines.has(name) && !inProto.has(name))
      .map((name) => [name, 'the schema nor the proto']),
  ].map(([name, side]) =>
    gap(both, `${mappingFile(domain)} names ${name}, which is not in ${side}`, [mappingFile(domain)]),
  );
}
