import { readFile, writeFile } from 'node:fs/promises';
import { type Row, replaceSection, section } from '#test/bench/report.ts';

const report = 'docs/benchmarks.md';
const kind = {
  id: 'kind',
  title: 'A real cluster',
  method:
    'Scenarios of `npm run test:kind` on a kind cluster with one node; time from the action until the last expected result.',
};

/** Collects the durations of scenarios and writes them to the report. */
export function timings() {
  const rows: Row[] = [];
  return {
    /** Runs `work` and records its duration in seconds as `what`. */
    async timed<T>(what: string, work: () => Promise<T>, note?: string): Promise<T> {
      const started = performance.now();
      const result = await work();
      rows.push({
        what,
        figure: `${((performance.now() - started) / 1000).toFixed(1)} s`,
        ...(note === undefined ? {} : { note }),
      });
      return result;
    },
    /** Scenarios that were not measured keep their figures. */
    async write(): Promise<void> {
      const text = await readFile(report, 'utf8');
      const measured = new Set(rows.map(({ what }) => what));
      const kept = rowsOf(text).filter(({ what }) => !measured.has(what));
      await writeFile(
        report,
        replaceSection(text, kind.id, section(kind, [...kept, ...rows], new Date())),
      );
    },
  };
}

function rowsOf(text: string): Row[] {
  const [, rest = ''] = text.split(`<!-- ${kind.id} -->`);
  const [table = ''] = rest.split(`<!-- /${kind.id} -->`);
  return [...table.matchAll(/^\| (.+?) \| (\d.*?) \| (.*?) ?\|$/gm)].map(
    ([, what = '', figure = '', note = '']) => ({
      what,
      figure,
      ...(note === '' ? {} : { note }),
    }),
  );
}
