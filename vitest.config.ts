import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node itself loads this one file for `import` and `require` alike; Vite would give `import` another copy, whose
  // schemas and errors the Apollo packages do not take for their own.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.data/**'],
    globalSetup: 'testkit/stores/global-setup.ts',
    env: { LOG_LEVEL: 'silent', NODE_ENV: 'test' },
    // Each file has databases of its own; more of them at a time than cores only makes them wait.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
