import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authentication, openAuthentication } from '../../auth/authenticate.ts';
import { type Accounts, startAccounts } from './start-accounts.ts';

// Whichever way a call is refused, its status tells nothing of what is behind the core: neither its text nor its metadata.

const SECRET = 'password "hunter2" at 10.0.0.7:5432, SELECT name FROM accounts';

let issuer: Issuer;
let authentication: Authentication;
let accounts: Accounts;
let client: Client;
beforeAll(async () => {
  issuer = await startIssuer();
  authentication = openAuthentication({ NODE_ENV: 'production', ...issuer.variables });
  const getAccount = () => Promise.reject(Object.assign(new TypeError(SECRET), { metadata: { secret: SECRET } }));
  accounts = await startAccounts({ getAccount }, undefined, 0, authentication);
  client = new Client(accounts.address, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await accounts.stop();
  authentication.close();
  await issuer.stop();
});

async function refusal(method: string, message: Buffer, headers: Record<string, string> = {}): Promise<ServiceError> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const same = (bytes: Buffer) => bytes;
  return await new Promise((resolve, reject) => {
    const deadline = Date.now() + PATIENCE_MS;
    client.makeUnaryRequest(method, same, same, message, metadata, { deadline }, (error) =>
      error ? resolve(error) : reject(new Error('The call was answered.')),
    );
  });
}

const SERVICE = '/commerce.account.v1.AccountService';
const INTERNAL = 'The server failed; the fault is not in the request.';

test.each([
  ['a fault of the core', `${SERVICE}/GetAccount`, Buffer.alloc(0), {}, INTERNAL],
  ['a message that is none', `${SERVICE}/GetAccount`, Buffer.from([255, 255, 255]), {}, INTERNAL],
  [
    'a message that is too large',
    `${SERVICE}/GetAccount`,
    Buffer.alloc(5_000_000),
    {},
    /^Received message larger than max/,
  ],
  [
    'a method that is not there',
    `${SERVICE}/DropAccounts`,
    Buffer.alloc(0),
    {},
    /^The server does not implement the method/,
  ],
  [
    'the schema of everything',
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    Buffer.alloc(0),
    {},
    /^The server does not implement the method/,
  ],
  ['a token that is none', `${SERVICE}/GetAccount`, Buffer.alloc(0), bearer('a.b.c'), 'The token is not valid here.'],
])('of %s no more is told than that', async (_what, method, message, headers, text) => {
  const { details, metadata } = await refusal(method, message, headers);
  expect(details).toMatch(text);
  const sent = Object.keys(metadata.getMap()).filter((name) => name !== 'content-type' && name !== 'date');
  expect(sent.filter((name) => name !== 'grpc-status-details-bin')).toEqual([]);
  expect(metadata.get('grpc-status-details-bin').join()).not.toMatch(/hunter2|SELECT|10\.0\.0\.7|TypeError|a\.b\.c/);
});
