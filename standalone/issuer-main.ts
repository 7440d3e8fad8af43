/** `npm run issuer`: tokens for development where the parts run as processes or containers of their own. */
import { mkdir } from 'node:fs/promises';
import { readConfig } from '@commerce/platform/config/read-config';
import { runProcess } from '@commerce/platform/process/run-process';
import { issuerVariables } from './config.ts';
import { startIssuer } from './issuer.ts';
import { tokensMessage } from './up-message.ts';

const { HOST, ISSUER_PORT, DATA_DIR } = readConfig(issuerVariables);

await runProcess(
  'issuer',
  async () => {
    await mkdir(DATA_DIR, { recursive: true });
    return await startIssuer(HOST, ISSUER_PORT, DATA_DIR);
  },
  async (issuer) => {
    const { AUTH_JWKS, AUTH_ISSUER, AUTH_AUDIENCE } = issuer.variables;
    const others = `AUTH_ISSUER=${AUTH_ISSUER} AUTH_AUDIENCE=${AUTH_AUDIENCE}`;
    console.log(`The development issuer is up.

${tokensMessage(issuer)}
  Processes   AUTH_JWKS=${AUTH_JWKS} ${others}
  Compose     AUTH= AUTH_KEYS=${issuer.keysFile} ${others}

Stop it with Ctrl-C.`);
  },
);
