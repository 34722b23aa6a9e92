import { defineConfig } from 'vitest/config';

// What `npm run mutation` tries each mutant with: the project `unit` alone, since what starts
// servers would take days. Modules stay loaded from one test file to the next (`isolate`), which is
// where the time goes.
export default defineConfig({
  test: {
    include: ['{app,cdk8s,operator,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    isolate: false,
    setupFiles: ['test/support/mutation-runs.ts'],
    testTimeout: 300_000,
  },
});
