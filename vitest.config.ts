import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.data/**'],
    globalSetup: 'platform/testing/global-setup.ts',
    env: { LOG_LEVEL: 'silent', NODE_ENV: 'test' },
    // Each file has databases of its own; more of them at a time than cores only makes them wait.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
