import { UserError } from '../../errors/user-error.ts';
import type { Attempt } from './history.ts';
import type { MigrationFile } from './migrations.ts';

/**
 * Compares what a database had with what a domain has, and gives what is still to be applied, in order.
 *
 * @param command that migrates this domain's database, for the messages.
 * @throws UserError when the database is another domain's, when a migration was changed after it was applied, or when one began
 * and did not end, and nobody said what became of it.
 */
export function verifyHistory(
  migrations: readonly MigrationFile[],
  attempts: readonly Attempt[],
  command: string,
): MigrationFile[] {
  refuseForeign(migrations, attempts);
  const applied = new Map(attempts.filter(({ outcome }) => outcome === 'applied').map((each) => [each.name, each]));
  const edited = migrations.filter(({ name, checksum, earlierChecksums }) => {
    const had = applied.get(name);
    return had && ![checksum, ...earlierChecksums].includes(had.checksum);
  });
  if (edited.length > 0) {
    throw new UserError(
      `changed after they were applied: ${edited.map(({ name }) => name).join(', ')}. Take the change back, and make it in a new migration.`,
    );
  }
  for (const { name, outcome } of attempts) {
    const isRepeatable = migrations.some((each) => each.name === name && each.manner !== 'in a transaction');
    if (outcome !== 'failed' || applied.has(name) || isRepeatable) continue;
    throw new UserError(
      `${name} began and did not end. Look what it left in the database; then \`${command} --resolve ${name} --rolled-back\` lets it run again, and \`--applied\` in its place counts it as done.`,
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/**
 * Refuses a database that had migrations which this domain does not know, and not this domain's first. Unknown ones alone are
 * those of a newer version that was taken back.
 */
export function refuseForeign(migrations: readonly MigrationFile[], attempts: readonly Attempt[]): void {
  const applied = attempts.filter(({ outcome }) => outcome === 'applied').map(({ name }) => name);
  const foreign = applied.filter((name) => !migrations.some((each) => each.name === name));
  const first = migrations.find(({ isShared }) => !isShared);
  if (foreign.length === 0 || !first || applied.includes(first.name)) return;
  throw new UserError(
    `the database holds another domain's tables: it had ${foreign.join(', ')}, and not ${first.name}. Name this domain's own database in DATABASE_URL.`,
  );
}
