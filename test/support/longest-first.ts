import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of a minute or more, the longest first. One that starts last keeps the run waiting. */
const long = [
  'environment-faults',
  'pipeline',
  'pages-axe',
  'e2e',
  'environment',
  'environment-backup',
  'local',
  'environment-graph',
  'runbook-runs',
  'local-graph',
  'resync-faults',
  'design',
  'access',
  'ontology-explorer',
].map((name) => `/${name}.test.ts`);

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
