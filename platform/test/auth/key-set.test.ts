import { type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keySet, watchKeys } from '../../auth/key-set.ts';

let issuer: Issuer;
let end = () => {};
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  end();
  await issuer.stop();
});

test('keys that changed are told of, whoever read them first', async () => {
  const keys = keySet(issuer.variables.AUTH_JWKS);
  let changes = 0;
  end = watchKeys(keys, 500, () => (changes += 1));
  await expect.poll(() => changes).toBe(1);
  await issuer.rotate();
  // As for a token with a key that is not among them.
  await keys.reload();
  await expect.poll(() => changes).toBe(2);
});
