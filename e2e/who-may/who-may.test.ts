import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '@commerce/platform/values/uuid';
import { type Cost, costOf } from '@commerce/testkit/cost';
import { type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { buildASTSchema, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { ROUTER_CONFIG, startSystem, type System } from '../start-system.ts';
import { cellOf } from './cell.ts';
import { entitiesOf, graphQuestions } from './graph-questions.ts';
import { textWithoutMade, withoutEntries } from './made.ts';
import { pageOf } from './page.ts';
import { ADA, GRACE, headersOf, NOBODY, PEOPLE, type Person, shopOf, staffOf } from './people.ts';
import { type Answer, holds, type IdArgument, idsIn, type Question } from './question.ts';
import { rpcQuestions } from './rpc-questions.ts';
import { stateOf } from './state-of.ts';
import { subgraphQuestions } from './subgraph-questions.ts';
import { makeThings, seenBy, type Things, UNKNOWN_ID } from './things.ts';

// What can be asked is read from the schema and the protos, so that a field or an RPC that is added is asked for, too.

let issuer: Issuer;
let system: System;
let things: Things;
beforeAll(async () => {
  issuer = await startIssuer();
  system = await startSystem(undefined, issuer.variables);
  things = await makeThings(system, issuer, { shop: SHOP, entities, questions: fields });
});
afterAll(async () => {
  await system.stop();
  await issuer.stop();
});

const schema = buildASTSchema(parse(readFileSync(ROUTER_CONFIG.SUPERGRAPH_PATH, 'utf8')), { assumeValid: true });
const entities = entitiesOf(schema);
const [SHOP, STAFF] = [shopOf(entities), staffOf(entities)];
const rpcs = DOMAINS.flatMap(({ domain }) => rpcQuestions(domain, entities, () => system.cores[domain.name]));
const fields = graphQuestions(schema, () => system);
const ofSubgraphs = subgraphQuestions(schema, (name) => graphqlClient(system.graphs[name as keyof System['graphs']]));

/** @param id of what it is asked about; what else it names is the person's own. */
async function answerOf(question: Question, person: Person, id = '', { key, headers }: Sent = {}): Promise<Answer> {
  const idFor = ({ path, entity }: IdArgument) => {
    if (path === question.about?.path) return id;
    const [own = [...things.of(entity).keys()][0] ?? ''] = seenBy(person, entity);
    return things.of(entity).get(own) ?? UNKNOWN_ID;
  };
  return await question.ask(headers ?? (await headersOf(issuer, person)), idFor, key);
}

interface Sent {
  headers?: Record<string, string>;
  key?: string;
}

/** The id of something that may be asked about: one of its own, if it might change by that. */
async function idOf({ about, isWrite }: Question, label: string): Promise<string> {
  if (!about) return '';
  return isWrite ? await things.another(about.entity, label) : (things.of(about.entity).get(label) ?? '');
}

async function cellFor(question: Question, person: Person): Promise<string> {
  const answers = new Map<string, Answer>();
  const headers = await headersOf(issuer, person);
  for (const label of question.about ? things.of(question.about.entity).keys() : ['']) {
    answers.set(label, await answerOf(question, person, await idOf(question, label), { headers }));
  }
  return cellOf(question, answers, things);
}

test('the page in the docs says who may what', async () => {
  const rows = new Map<Question, string[]>();
  // What changes something is asked last, so that lists are still short.
  for (const question of [...fields, ...rpcs].toSorted((a, b) => Number(a.isWrite) - Number(b.isWrite))) {
    const cells: string[] = [];
    for (const person of PEOPLE) cells.push(await cellFor(question, person));
    rows.set(question, cells);
  }
  const table = (asked: Question[]) => asked.map((question) => ({ question, cells: rows.get(question) ?? [] }));
  const page = pageOf(
    PEOPLE.map(({ name }) => name),
    { fields: table(fields), rpcs: table(rpcs) },
  );
  await expect(page).toMatchFileSnapshot('../../docs/who-may.md');
});

const questions = [...fields, ...ofSubgraphs, ...rpcs].map((question): [string, Question] => [question.name, question]);
const aboutSomething = questions.flatMap(([name, question]): [string, Question, IdArgument][] =>
  question.about ? [[name, question, question.about]] : [],
);

/** Of a kind what Grace is not to know of. */
function secretOf(entity: string): string[] {
  const seen = seenBy(GRACE, entity);
  return [...things.of(entity).keys()].filter((label) => !seen.includes(label));
}

test.each(aboutSomething)("by %s what is another's is what nobody has", async (_name, question, { entity }) => {
  const told = async (person: Person, id: string) => {
    let answer: Answer;
    let cost: Cost;
    // A part that is out of reach for a moment, on a machine that has much to do, says nothing of what it is asked for.
    do {
      answer = { value: undefined, text: '' };
      // How long an answer takes tells as much as its text: the same RPCs and statements must have made it.
      cost = await costOf(async () => (answer = await answerOf(question, person, id)));
    } while (answer.code === 'UNAVAILABLE');
    const text = question.isWrite ? textWithoutMade(answer) : answer.text;
    return { text: text.replaceAll(id, 'ID'), cost, isDone: holds(answer.value) };
  };
  // A change may hang something on it, which those who ask for it later would see.
  const unknown = question.isWrite ? newId() : UNKNOWN_ID;
  for (const label of secretOf(entity)) {
    const id = await idOf(question, label);
    for (const person of [GRACE, NOBODY]) {
      await told(person, unknown);
      const both = async () => [await told(person, id), await told(person, unknown)] as const;
      let [ofAnother, ofNobody] = await both();
      // A connection that is made just then costs a statement more, to either: not thrice, as what gives it away does.
      for (let again = 0; again < 2 && !isDeepStrictEqual(ofAnother, ofNobody); again += 1)
        [ofAnother, ofNobody] = await both();
      expect(ofAnother).toEqual(ofNobody);
    }
    // It would be told, unless nobody looks whether it is there: then there is nothing to tell.
    const [there, not] = [await told(SHOP, id), await told(SHOP, unknown)];
    const mustDiffer = !not.isDone || !question.isWrite;
    expect(mustDiffer && there.text === not.text).toBe(false);
  }
});

test.each(aboutSomething.filter(([, { isWrite }]) => isWrite))(
  "by %s what is another's stays as it is",
  async (_name, question, { entity }) => {
    for (const label of secretOf(entity)) {
      const id = await idOf(question, label);
      const state = async () => await stateOf(schema, system, { entity, id }, await headersOf(issuer, SHOP));
      const before = await state();
      const { value } = await answerOf(question, GRACE, id);
      // What she has made is hers, on whatever it hangs.
      expect(withoutEntries(await state(), idsIn(value))).toEqual(before);
    }
  },
);

test.each(questions.filter(([, { isWrite }]) => isWrite))(
  "%s with another's idempotency key gives nothing of theirs",
  async (_name, question) => {
    const [first, second] = question.about ? [ADA, GRACE] : [STAFF, STAFF];
    const key = `key of ${question.name}`;
    const [label = ''] = question.about ? seenBy(ADA, question.about.entity) : [];
    const id = await idOf(question, label);
    const theirs = idsIn((await answerOf(question, first, id, { key })).value);
    const { value } = await answerOf(question, second, id, { key });
    // Whoever may do all has made something.
    expect(theirs.length > 0 || question.about !== undefined).toBe(true);
    expect(idsIn(value).filter((each) => theirs.includes(each))).toEqual([]);
  },
);

test.each(questions.filter(([, { about, isWrite, needs }]) => !about && !isWrite && needs !== ''))(
  '%s believes no header that says who somebody is',
  async (_name, question) => {
    const { code, value } = await answerOf(question, NOBODY, '', { headers: PRETENCE });
    expect({ code, holds: holds(value) }).toEqual({ code: 'UNAUTHENTICATED', holds: false });
  },
);

/** What proxies and meshes say of those whom they have let in. */
const PRETENCE = {
  'x-subject': 'ada',
  'x-user-id': 'ada',
  'x-forwarded-user': 'ada',
  'x-scopes': SHOP.scopes.join(' '),
  'x-jwt-payload': JSON.stringify({ sub: 'ada', scope: SHOP.scopes.join(' ') }),
};

test('staff of each scope that the schema asks for is asked', () => {
  const asked = questions.flatMap(([, { needs }]) => [...needs.matchAll(/`(.+?)`/g)].map(([, scope]) => scope));
  expect(SHOP.scopes).toEqual(expect.arrayContaining(asked));
});
