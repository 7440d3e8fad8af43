import { type Finding, finding } from '../finding.ts';
import { lintMigration, tablesMadeBy } from './lint-migration.ts';
import type { Store } from './read-stores.ts';

/**
 * Says what the migrations that a change adds do to the cores of the version before, which serve meanwhile, and refuses a change
 * of those that are out.
 */
export async function checkMigrations(base: readonly Store[], head: readonly Store[]): Promise<Finding[]> {
  const findings = await Promise.all(
    head.map(async (store) => {
      const before = base.find(({ owner }) => owner === store.owner);
      return [...checkReleased(before, store), ...(await lintAdded(before, store))];
    }),
  );
  return findings.flat();
}

/** The migrations that a change adds to a store. */
export function addedTo(before: Store | undefined, { migrations }: Store) {
  return [...migrations.values()].filter(({ name }) => !before?.migrations.has(name));
}

function checkReleased(before: Store | undefined, { migrations, path, owner }: Store): Finding[] {
  return [...(before?.migrations.values() ?? [])].flatMap(({ name, checksum }) => {
    const now = migrations.get(name);
    if (now && [now.checksum, ...now.earlierChecksums].includes(checksum)) return [];
    return finding({
      verdict: 'error',
      area: 'migrations',
      message: now
        ? `${name} is changed: a database that had it is migrated no more`
        : `${name} is gone: a database that never had it lacks what it makes`,
      advice: now
        ? `Take the change back, and make it in a new migration. Where the old text cannot run, add \`${checksum}\` to earlier-checksums.txt beside it.`
        : 'Put it back.',
      places: [`${path}/${name}/migration.sql:1`],
      touches: [touched(owner)],
    });
  });
}

async function lintAdded(before: Store | undefined, store: Store): Promise<Finding[]> {
  const added = addedTo(before, store);
  const met = { before: before?.tables ?? new Map(), fresh: await tablesMadeBy(added) };
  const findings = await Promise.all(
    added.map(async (migration) =>
      (await lintMigration(migration, met)).map(({ verdict, message, advice, line }) =>
        finding({
          verdict,
          area: 'migrations',
          message: `${migration.name} ${message}`,
          advice,
          places: [`${store.path}/${migration.name}/migration.sql:${line}`],
          touches: [touched(store.owner)],
        }),
      ),
    ),
  );
  return findings.flat();
}

function touched(owner: string): string {
  return owner === 'platform' ? 'platform' : `subgraphs/${owner}/core`;
}
