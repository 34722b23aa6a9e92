import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { synthesize } from '#cdk8s/synth.ts';
import { writeFiles } from '#cdk8s/synth-files.ts';

export interface SynthFigures {
  readonly files: number;
  readonly objects: number;
  /**
   * Read, validate, build and write, with modules loaded but not compiled: the first run in a
   * process. Median of fresh processes.
   */
  readonly firstMs: number;
  /** The same in a process that did it before. Median. */
  readonly againMs: number;
  /** `npm run synth` without npm: start of the process to its end. Median. */
  readonly programMs: number;
  /** `cdk8s synth` writing the same objects from an app that Node runs. Median. */
  readonly cdk8sCliMs: number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * Measures synthesizing all environments of this repository into a temporary folder, compared with
 * the cdk8s command line.
 */
export async function benchSynth({
  samples = 5,
}: {
  readonly samples?: number;
} = {}): Promise<SynthFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'ahlt-bench-synth-'));
  try {
    const once = () => synthInto(join(folder, 'in-process'));
    const files = once();
    const program = await repeat(samples, () =>
      timed(() =>
        run(process.execPath, [join(root, 'cdk8s/main.ts'), '--out', join(folder, 'program')], {
          cwd: root,
          env: environment,
        }),
      ),
    );
    const first = await repeat(samples, () => firstRun(folder));
    const again = await repeat(samples * 4, () => timed(async () => once()));
    await writeCdk8sApp(folder);
    const cli = await repeat(samples, () =>
      timed(() =>
        run(cdk8s, ['synth', '--check-upgrade=false', '--output', join(folder, 'cli')], {
          cwd: folder,
          env: environment,
        }),
      ),
    );
    return {
      files: files.length,
      objects: files.reduce((sum, { objects }) => sum + objects.length, 0),
      firstMs: median(first),
      againMs: median(again),
      programMs: median(program),
      cdk8sCliMs: median(cli),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// As in an npm script: the repository's own Node comes first.
const environment = {
  ...process.env,
  CI: 'true',
  PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
};
const cdk8s = join(root, 'node_modules/.bin/cdk8s');

function synthInto(folder: string) {
  const read = readEnvironments(root);
  if (!read.ok) throw new Error('environments/ is wrong');
  const files = synthesize(read.value);
  writeFiles(folder, files);
  return files;
}

/** Milliseconds reported by the command itself, in a separate process. */
async function firstRun(folder: string): Promise<number> {
  const { stdout } = await run(
    process.execPath,
    [join(root, 'cdk8s/main.ts'), '--out', join(folder, 'first')],
    {
      cwd: root,
      env: environment,
    },
  );
  return Number(/ in (\d+) ms/.exec(stdout)?.[1]);
}

/** The same objects as an app for the cdk8s command line, one chart per file. */
async function writeCdk8sApp(folder: string): Promise<void> {
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(
    join(folder, 'cdk8s.yaml'),
    `language: typescript\napp: ${process.execPath} main.ts\n`,
  );
  await writeFile(
    join(folder, 'main.ts'),
    `import { ApiObject, App, Chart } from 'cdk8s';
import { readEnvironments } from '${join(root, 'cdk8s/environments/read.ts')}';
import { synthesize } from '${join(root, 'cdk8s/synth.ts')}';
const read = readEnvironments('${root}');
const app = new App();
for (const { path, objects } of synthesize(read.value)) {
  const chart = new Chart(app, path.replaceAll(/[/.]/g, '-'));
  objects.forEach((object, index) => new ApiObject(chart, String(index), object));
}
app.synth();
`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let sample = 0; sample < times; sample += 1) values.push(await measure());
  return values;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
