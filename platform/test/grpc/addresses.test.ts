import { addressTests } from '@commerce/testkit/address-tests';
import { startCoreStandIn } from '@commerce/testkit/stand-in/core';
import { createClient } from '../../grpc/client.ts';
import { accountService } from './start-accounts.ts';

addressTests(async (at, by, closing) => {
  const core = await startCoreStandIn({ service: accountService, host: at });
  const client = createClient(accountService, core.address.replace(/^.*(?=:\d+$)/, by));
  closing(() => core.stop());
  closing(() => client.close());
  return (await client.getAccount({ id: '01890000-0000-7000-8000-00000000000a' })).account !== null;
});
