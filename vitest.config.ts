import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

// `unit` is pure and fast (part of `npm run verify`); `parts` talks to real servers that
// test/support/services.ts starts once per run (`npm test` runs both). `engine` needs a container
// engine: npm run test:image, test:compose, test:kind.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          // Modules keep no state, so files may share them: a third of the time.
          isolate: false,
          setupFiles: ['test/support/restored-process.ts'],
          include: ['{app,cdk8s,operator,scripts}/**/*.test.{ts,tsx}'],
          environment: 'node',
          // Properties are tried a hundred times and more, on machines that may have other things
          // to do.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'parts',
          isolate: false,
          setupFiles: ['test/support/restored-process.ts'],
          // After `unit`: the two may differ in their number of workers.
          sequence: { groupOrder: 1 },
          include: ['test/{app,operator,cdk8s,browser,gitlab,scripts}/**/*.test.{ts,tsx}'],
          environment: 'node',
          globalSetup: ['test/support/services.ts'],
          // Limits and not waits: a test that starts Neo4j again takes 25 s on an idle machine.
          testTimeout: 300_000,
          // What a busy machine shows late is still shown.
          expect: { poll: { timeout: 90_000 } },
          hookTimeout: 600_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/{image,compose,kind}/**/*.test.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 600_000,
          // One engine, one file at a time.
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
});
