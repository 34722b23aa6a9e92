import { relative } from 'node:path';
import { z } from 'zod';
import type { TestResult } from './report.ts';

/** The fields read from the JSON report of vitest, which has the format of jest’s. */
const shape = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/**
 * Returns the tests of a JSON report, with their files relative to `root`. A skipped test did not
 * pass. Throws a `SyntaxError` or a `ZodError` for an invalid report.
 */
export const resultsOf = (report: string, root: string): readonly TestResult[] =>
  shape.parse(JSON.parse(report)).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: relative(root, name),
      names: [...ancestorTitles, title],
      passed: status === 'passed',
    })),
  );
