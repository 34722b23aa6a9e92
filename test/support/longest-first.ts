import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take a minute or more, longest first. If one started last, the run would wait for it.
 */
const long = [
  'browser/pages-axe',
  'operator/environment-faults',
  'gitlab/pipeline',
  'operator/e2e',
  'operator/local',
  'app/http-robustness',
  'operator/environment-backup',
  'app/schemathesis',
  'app/access',
  'operator/environment',
  'scripts/runbook-runs',
  'operator/environment-graph',
  'operator/e2e-voting',
  'app/budgets',
  'app/resync-faults',
  'browser/first-click',
  'app/every-command',
  'app/races',
  'operator/environment-kill',
  'operator/local-graph',
].map((name) => `/test/${name}.test.ts`);

const rank = ({ moduleId }: TestSpecification): number => {
  const place = long.findIndex((end) => moduleId.endsWith(end));
  return place === -1 ? long.length : place;
};

/** The order of test files: long ones first, then as vitest sorts them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
