import { defineConfig } from 'vitest/config';

// Vitest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default defineConfig(({ mode }) => ({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    // Milliseconds. Generous: a browser and two servers share what may be two slow, busy cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    fileParallelism: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'host',
          include: ['test/e2e/host.test.ts'],
          // `npm run test:electron`: the same tests in a desktop's VS Code.
          env: { LEITMOTIF_HOST_DRIVER: mode === 'electron' ? 'electron' : 'code-server' },
        },
      },
      {
        extends: true,
        test: {
          name: 'panels',
          include: ['test/e2e/panels/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'person',
          include: ['test/e2e/person/**/*.test.ts'],
          // Each test opens a window of its own. What another VS Code does late on a busy machine is no fault of ours;
          // a fault of ours comes twice.
          retry: 1,
          globalSetup: ['test/e2e/editor/installPackage.ts'],
        },
      },
    ],
  },
}));
