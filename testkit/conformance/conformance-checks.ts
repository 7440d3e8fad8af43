import { UserError } from '@commerce/platform/errors/user-error';
import type { Check } from './check.ts';
import { deadlineCheck } from './deadline-check.ts';
import { entityChecks } from './entity-checks.ts';
import { errorChecks } from './error-checks.ts';
import { schemaRules } from './schema-rules.ts';
import { servedSchemaCheck } from './served-schema.ts';
import { readSchema } from './subgraph-schema.ts';
import type { EntityUnderTest, Subject } from './subject.ts';

/**
 * All that a subgraph of this graph must show.
 *
 * @param sdl the text of its SDL file.
 * @param entities one for each type with a key that the SDL has.
 * @param subject the running subgraph; it is asked for when a check runs.
 * @throws UserError when the SDL is not valid, or the entities are not the SDL's.
 */
export function conformanceChecks(sdl: string, entities: readonly EntityUnderTest[], subject: () => Subject): Check[] {
  const schema = readSchema(sdl);
  const resolved = schema.entities.filter(({ keys }) => keys.length > 0);
  const strange = entities.find(({ type }) => !resolved.some((entity) => entity.type.name === type));
  if (strange) throw new UserError(`${strange.type} is no type with a key in the schema; leave it out.`);
  const pairs = resolved.map((entity) => {
    const underTest = entities.find(({ type }) => type === entity.type.name);
    if (underTest) return [entity, underTest] as const;
    throw new UserError(
      `${entity.type.name} has a key in the schema; say among the entities how one is found or made.`,
    );
  });
  const [first] = pairs;
  return [
    ...schemaRules.map(({ says, problemsOf }): Check => ({
      name: `schema: ${says}`,
      run: async () => ({ problems: problemsOf(schema) }),
    })),
    servedSchemaCheck(sdl, subject),
    ...pairs.flatMap(([entity, underTest]) => entityChecks(schema, entity, underTest, subject)),
    ...errorChecks(schema, subject),
    ...(first ? [deadlineCheck(first[0], first[0].keys[0] ?? 'id', first[1], subject)] : []),
  ];
}
