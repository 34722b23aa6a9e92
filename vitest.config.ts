import { defineConfig } from 'vitest/config';

// Two projects: `unit` is pure and fast (part of `npm run verify`); `parts` talks to real servers that
// test/support/services.ts starts once per run (`npm test` runs both).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,cdk8s,operator,scripts}/**/*.test.{ts,tsx}'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'parts',
          include: ['test/{app,operator,cdk8s,browser}/**/*.test.{ts,tsx}'],
          environment: 'node',
          globalSetup: ['test/support/services.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
