import { type AnswerError, type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { bearer } from '@commerce/testkit/issuer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CUSTOMERS } from '../../seed/people.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { documentedFiles, repositoryFiles } from './documented-files.ts';
import type { OtherRouter } from './other-routers.ts';
import { watchRequests } from './received-requests.ts';
import { type RunningRouter, startOtherRouter } from './start-other-router.ts';

/** What a client gets of a router's errors: the code of each, or without one its message, and where it is. */
interface OwnWords {
  /** To nobody, of an order. */
  noToken: string[];
  /** To nobody, of a write. */
  noTokenForWrite: string[];
  /** To a token that is none, of an order. */
  invalidToken: string[];
  /** To a customer, of what staff alone may see. */
  noScope: string[];
  /** Of a subgraph that hangs up, and of one that is down. */
  unavailable: { query: string[]; mutation: string[] };
}

const ROUTER_SECRET = 'a-secret-of-the-routers';
const ACROSS = 'query ($id: ID!) { order(id: $id) { account { name } products { product { name unitsSold } } } }';
const WRITE = 'mutation { createProduct(product: { name: "Lamp", description: "Brass", price: 1 }) { id } }';

/** Tests a router as docs/other-routers.md configures it. @param says what it says otherwise than this project's router. */
export function describeOtherRouter(router: OtherRouter, says: OwnWords): void {
  describe(`${router.name} in front of the subgraphs`, () => {
    let system: System;
    let running: RunningRouter;
    let gateway: GraphQLClient;
    let order: string;
    beforeAll(async () => {
      system = await startSystem(undefined, { EMBEDDED_GRAPHS: 'false', ROUTER_SECRET }, true);
      const files = {
        ...(await repositoryFiles(Object.keys(system.graphs))),
        ...(await documentedFiles(router, system.graphs)),
      };
      running = await startOtherRouter(router, files, { ROUTER_SECRET, ...system.issuer?.variables });
      gateway = graphqlClient(running.url);
    });
    afterAll(async () => {
      await running?.stop();
      await system?.stop();
    });

    const tokenOf = async (person: string) => bearer((await system.issuer?.token(person)) ?? '');
    const portOf = (subgraph: keyof System['graphs']) => Number(new URL(system.graphs[subgraph]).port);

    test('answers across all subgraphs, for whom the token names', async () => {
      const headers = await tokenOf('staff');
      const shop = shopOf({ ...gateway, ask: (document, variables) => gateway.ask(document, variables, headers) });
      order = await shop.createOrder(await shop.createAccount(), await shop.createProduct());
      expect(await gateway.query(ACROSS, { id: order }, headers)).toEqual({
        data: {
          order: { account: { name: 'Ada Lovelace' }, products: [{ product: { name: 'Desk lamp', unitsSold: 1 } }] },
        },
      });
    });

    test('sends each subgraph what it needs to know', async () => {
      const trace = '0af7651916cd43dd8448eb211c80319c';
      const headers = {
        ...(await tokenOf('staff')),
        'x-request-id': 'a-request',
        traceparent: `00-${trace}-b7ad6b7169203331-01`,
        tracestate: 'a=b',
      };
      for (const subgraph of ['account', 'catalog', 'order'] as const) {
        const { received, stop } = watchRequests(portOf(subgraph));
        await gateway.ask(ACROSS, { id: order }, headers);
        stop();
        expect(received[0]?.headers).toMatchObject({
          ...headers,
          traceparent: expect.stringMatching(`^00-${trace}-`) as string,
          'router-authorization': ROUTER_SECRET,
          'x-request-timeout-ms': '9500',
        });
      }
    });

    test('has nothing for nobody', async () => {
      const { data, errors } = await gateway.query(ACROSS, { id: order });
      expect(data).toEqual({ order: null });
      expect(seen(errors)).toEqual(says.noToken);
      expect(seen((await gateway.query(WRITE)).errors)).toEqual(says.noTokenForWrite);
      const { data: nothing, errors: refused } = await gateway.query(ACROSS, { id: order }, bearer('none'));
      expect(nothing?.['order']).toBeFalsy();
      expect(seen(refused)).toEqual(says.invalidToken);
    });

    test('has what needs a scope for whoever has it', async () => {
      const headers = await tokenOf(CUSTOMERS[0]?.id ?? '');
      const { data, errors } = await gateway.query('{ products { name unitsSold } }', {}, headers);
      expect(data).toEqual({ products: [{ name: 'Desk lamp', unitsSold: null }] });
      expect(seen(errors)).toEqual(says.noScope);
    });

    test('passes on what a subgraph says of a mistake', async () => {
      const document = 'mutation { createAccount(account: { name: "" }) { id } }';
      const { errors } = await gateway.query(document, {}, await tokenOf('staff'));
      const message = 'account.name must not be blank';
      expect(errors).toMatchObject([{ message, path: ['createAccount'], extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors?.[0]?.extensions['fieldViolations']).toMatchObject([{ field: 'account.name' }]);
    });

    test('does not send again what a subgraph did not answer', async () => {
      const { received, stop } = watchRequests(portOf('catalog'), ({ socket }) => socket.resetAndDestroy());
      const { errors } = await gateway.query('{ products { name } }', {}, await tokenOf('staff'));
      expect([received.length, seen(errors)]).toEqual([1, says.unavailable.query]);
      const { errors: ofWrite } = await gateway.query(WRITE, {}, await tokenOf('staff'));
      expect([received.length, seen(ofWrite)]).toEqual([2, says.unavailable.mutation]);
      stop();
    });

    test('has what needs no subgraph that is down', async () => {
      await system.stopPart('catalog graph');
      const document = '{ accounts { name } products { name } }';
      const { data, errors } = await gateway.query(document, {}, await tokenOf('staff'));
      expect(data).toMatchObject({ accounts: [{ name: 'Ada Lovelace' }], products: null });
      expect(seen(errors)).toEqual(says.unavailable.query);
    });
  });
}

function seen(errors: AnswerError[] | undefined): string[] {
  return (errors ?? []).map(({ message, path, extensions: { code = message } }) =>
    [String(code), ...(path ? [`at ${path.join('.')}`] : [])].join(' '),
  );
}
