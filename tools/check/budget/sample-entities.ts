import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { z } from 'zod';

/** Sends a document of `operations/` by its name, with the variables that it needs. @returns its data. */
export type Send = (name: string, variables: Variables) => Promise<unknown>;
export type Variables = Record<string, unknown>;

/**
 * Gives operations the entities that their variables name: `"<a product's id>"` in a document's JSON stands for one that
 * `operations/create-product.graphql` makes, and `<a new key>` for a new one.
 *
 * @param folder of the tree.
 */
export function sampleEntities(folder: string, send: Send) {
  const samples = new Map<string, Promise<string[]>>();
  const picks = new Map<string, number>();

  const create = async (entity: string): Promise<string> => {
    const name = `create-${entity}`;
    const data = await send(name, await fill(name, pickInTurn));
    const { id } = Object.values(CREATED.parse(data))[0] ?? {};
    if (id === undefined) throw new UserError(`operations/${name}.graphql must ask for the new ${entity}'s id.`);
    return id;
  };
  const samplesOf = (entity: string): Promise<string[]> => {
    const made = samples.get(entity) ?? createSamples(() => create(entity));
    samples.set(entity, made);
    return made;
  };
  const pickFirst = async (entity: string) => (await samplesOf(entity))[0] ?? '';
  // It alternates between two, so that lists refer to more than one entity: an RPC for each entry would show.
  const pickInTurn = async (entity: string) => {
    const turn = picks.get(entity) ?? 0;
    picks.set(entity, turn + 1);
    return (await samplesOf(entity))[turn % 2] ?? '';
  };
  const fill = async (name: string, pick: (entity: string) => Promise<string>): Promise<Variables> => {
    const text = await readFile(join(folder, `operations/${name}.json`), 'utf8').catch(() => '{}');
    const parts = text.replaceAll(NEW_KEY, () => randomUUID()).split(PLACEHOLDER);
    const filled: string[] = [];
    // Every second part is what the expression has caught.
    for (const [index, part] of parts.entries()) filled.push(index % 2 === 0 ? part : await pick(part));
    return VARIABLES.parse(JSON.parse(filled.join('')));
  };

  return {
    /** Makes a few of everything, so that lists are not empty. */
    async createAll(entities: readonly string[]): Promise<void> {
      for (const entity of entities) await samplesOf(entity);
    },
    /** @returns the variables of a document; a query reads samples, a change has entities of its own. */
    variablesOf: (name: string, isQuery: boolean): Promise<Variables> => fill(name, isQuery ? pickFirst : create),
  };
}

const NEW_KEY = '<a new key>';
const PLACEHOLDER = /<an? ([\w-]+)'s id>/;
const VARIABLES = z.record(z.string(), z.unknown());
const CREATED = z.record(z.string(), z.object({ id: z.string().optional() }));
const SAMPLES = 4;

async function createSamples(create: () => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < SAMPLES) ids.push(await create());
  return ids;
}
