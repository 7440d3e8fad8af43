import { randomUUID } from 'node:crypto';
import { UserError } from '@commerce/platform/errors/user-error';
import type { Client, estypes } from '@elastic/elasticsearch';
import { isStatus, refusalOf, type Elasticsearch } from './client.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { IndexLayout } from './index-layout.ts';
import { currentIndex, INDEX_IS_THERE, indexName, productIndex, versionOf, writeAlias } from './product-index.ts';

/**
 * The right of one run of the reindex to change anything. Its token is an alias of the source that only this run knows. Every
 * request that could do harm names the token, so that it fails when the run has lost it, however late the request arrives.
 */
export interface Turn {
  client: Client;
  alias: string;
  /** The index behind the alias, and the next one. */
  source: string;
  target: string;
  token: string;
  /** Of the target. */
  layout: IndexLayout;
}

/**
 * Takes the turn, and undoes what an earlier run left: deletes its target, and lets the writes go on that it stopped. It need
 * not know whether that run was killed or still runs: a run that still runs fails when it needs its token.
 *
 * @throws UserError when the alias is missing, or another run took the turn at the same moment.
 */
export async function takeTurn({
  client,
  alias,
  layout,
}: Pick<Elasticsearch, 'client' | 'alias' | 'layout'>): Promise<Turn> {
  const source = await currentIndex(client, alias);
  const target = indexName(alias, versionOf(alias, source) + 1);
  return await seize({ client, alias, source, target, layout }, []);
}

/**
 * Undoes what this run did: its target is deleted, the writes go on, the token is gone.
 *
 * @returns false when another run has the turn, or the alias stands for the target: then there is nothing to undo.
 */
export async function giveUpTurn(turn: Turn): Promise<boolean> {
  try {
    // Under a new token, so that no request of this run that is still under way finds its own.
    const renewed = await seize(turn, [turn.token]);
    await turn.client.indices.updateAliases({ actions: [remove(turn.source, renewed.token)] });
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Creates the target by a definition; one that a run without the turn makes at this moment is deleted first. */
export async function createTarget(turn: Turn, definition?: IndexDefinition): Promise<void> {
  const { client, source, target, layout } = turn;
  const { [source]: state } = await client.indices.get({ index: source });
  for (;;) {
    try {
      await client.indices.create(productIndex(target, layout, definition, state));
      return;
    } catch (error) {
      const type = refusalOf(error)?.type;
      if (type === NAME_IS_TAKEN) await deleteStray(turn);
      else if (type !== INDEX_IS_THERE) throw error;
      else await client.indices.updateAliases({ actions: [...present(turn), { remove_index: { index: target } }] });
    }
  }
}

/** The answer to the creation of an index whose alias has the name of another index. */
const NAME_IS_TAKEN = 'invalid_alias_name_exception';

/** An index that a copy of a run without the turn has made, by the name of the alias of its deleted target. */
async function deleteStray({ client, target }: Turn): Promise<void> {
  await client.indices.delete({ index: writeAlias(target), ignore_unavailable: true });
}

/** Makes the alias stand for the target, in one step, if this run still has the turn. */
export async function exchangeIndices(turn: Turn, options: { requestTimeout: number; maxRetries: number }) {
  const { client, alias, source, target, token } = turn;
  const add = { add: { index: target, alias, is_write_index: true } };
  await client.indices.updateAliases({ actions: [remove(source, token), remove(source, alias), add] }, options);
}

export function tookTheTurn(alias: string, cause: unknown): UserError {
  return new UserError(
    `Another \`npm run reindex\` of ${alias} took over or has just ended: this one gives way.`,
    cause,
  );
}

/** @param held a token that this run has, and whose loss ends it. */
async function seize(planned: Omit<Turn, 'token'>, held: string[]): Promise<Turn> {
  const { client, alias, source } = planned;
  const turn = { ...planned, token: `${alias}-reindex-${randomUUID()}` };
  try {
    await client.indices.updateAliases({ actions: [{ add: { index: source, alias: turn.token } }] });
    while (!(await excludeOthers(turn, held)));
    await client.indices.removeBlock({ index: turn.token, block: 'write' });
  } catch (error) {
    throw isStatus(error, 404) ? tookTheTurn(alias, error) : error;
  }
  return turn;
}

/** @returns false when something changed at the same moment: to be looked at again. */
async function excludeOthers(turn: Turn, held: string[]): Promise<boolean> {
  const { client, alias, source, target, token } = turn;
  // When two runs come at the same moment, the one that adds its token last sees the other's.
  const { [source]: found } = await client.indices.getAlias({ index: source });
  const names = Object.keys(found?.aliases ?? {});
  if ([alias, token, ...held].some((name) => !names.includes(name))) throw tookTheTurn(alias, undefined);
  const others = names.filter((name) => name.startsWith(`${alias}-reindex-`) && name !== token);
  const unfinished = (await client.indices.exists({ index: target })) ? [{ remove_index: { index: target } }] : [];
  try {
    const actions = [...present(turn), ...others.map((other) => remove(source, other)), ...unfinished];
    await client.indices.updateAliases({ actions });
    return true;
  } catch (error) {
    if (isStatus(error, 404)) return false;
    throw error;
  }
}

/** Actions that change nothing, and fail when the source has not the alias and the token any more. */
function present({ alias, source, token }: Turn): estypes.IndicesUpdateAliasesAction[] {
  return [
    remove(source, alias),
    { add: { index: source, alias, is_write_index: true } },
    remove(source, token),
    { add: { index: source, alias: token } },
  ];
}

/**
 * Fails, and with it the whole request, when the index has no such alias.
 *
 * @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-update-aliases
 */
function remove(index: string, alias: string): estypes.IndicesUpdateAliasesAction {
  return { remove: { index, alias, must_exist: true } };
}
