import { readFile, writeFile } from 'node:fs/promises';
import { type Row, replaceSection, section } from '#test/bench/report.ts';

const report = 'docs/benchmarks.md';
const kind = {
  id: 'kind',
  title: 'A real cluster',
  method: 'Scenarios of `npm run test:kind` on a kind cluster with one node: from what was done until the last thing expected was seen.',
};

/** Collects how long the scenarios took and writes them into the report. */
export function timings() {
  const rows: Row[] = [];
  return {
    /** Does something and keeps how many seconds it took, as `what`. */
    async timed<T>(what: string, work: () => Promise<T>, note?: string): Promise<T> {
      const started = performance.now();
      const result = await work();
      rows.push({ what, figure: `${((performance.now() - started) / 1000).toFixed(1)} s`, ...(note === undefined ? {} : { note }) });
      return result;
    },
    async write(): Promise<void> {
      await writeFile(report, replaceSection(await readFile(report, 'utf8'), kind.id, section(kind, rows, new Date())));
    },
  };
}
