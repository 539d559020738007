import { defineConfig } from 'vitest/config';

// Vitest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // They need an editor and a browser: test/e2e/vitest.config.ts.
    exclude: ['test/e2e/**'],
    globalSetup: ['test/temporaryFolder.ts', 'test/musflowPacks.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
