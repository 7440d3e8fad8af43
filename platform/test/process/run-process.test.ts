import { startProgram } from '@commerce/testkit/program';
import { expect, test } from 'vitest';

test('a failure that nobody waits for is logged, and does not end the process', async () => {
  const program = startProgram(['platform/test/process/forgotten-promise.ts'], { LOG_LEVEL: 'error' });
  await program.said('went on');
  const { code, stdout, stderr } = await program.end('SIGTERM');
  expect(code).toBe(0);
  expect(stdout + stderr).toContain('forgotten');
});
