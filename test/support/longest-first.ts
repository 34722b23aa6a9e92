import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take a minute or more, longest first. If one started last, the run would wait for it.
 */
const long = [
  'browser/pages-axe',
  'gitlab/pipeline',
  'operator/local',
  'operator/e2e',
  'operator/environment-faults',
  'app/schemathesis',
  'app/http-robustness',
  'app/access',
  'app/budgets',
  'app/every-command',
  'operator/environment-graph',
  'operator/environment-backup',
  'operator/environment',
  'scripts/runbook-runs',
  'operator/e2e-voting',
  'app/resync-faults',
  'browser/first-click',
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
