import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { buildPrograms, findPrograms, goVersion } from './kubernetes/programs.ts';
import { fetchJars, findJars } from './neo4j/jars.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A real program that some test files need and that not every machine has. */
export interface Part {
  readonly name: string;
  /** The module that starts it: a test file that imports it, directly or not, needs the program. */
  readonly module: string;
  /** Why this machine can't have it, as a sentence; undefined when it can. */
  missing(): Promise<string | undefined>;
  /** Makes it ready for use, which takes minutes the first time. */
  prepare(): Promise<string>;
}

export const parts: readonly Part[] = [
  {
    name: 'Kubernetes control plane',
    module: 'test/support/control-plane-server.ts',
    missing: async () =>
      (await findPrograms()) || (await goVersion()) ? undefined : 'no Go ≥ 1.24 to build it with, and KUBEBUILDER_ASSETS is not set',
    prepare: buildPrograms,
  },
  {
    name: 'Neo4j',
    module: 'test/support/neo4j-server.ts',
    async missing() {
      if (!(await answers('java', '-version'))) return 'no Java 17';
      if (!(await findJars()) && !(await answers('mvn', '-v'))) return 'no Maven to fetch it with';
      return undefined;
    },
    prepare: fetchJars,
  },
];

/** Which of `parts` each of the test files needs; the files are absolute paths. */
export async function partsNeeded(files: readonly string[]): Promise<Map<string, Part[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
    plugins: [
      {
        name: 'sources-only',
        setup: ({ onResolve }) => onResolve({ filter: /^[^.#/]/ }, ({ kind }) => (kind === 'entry-point' ? undefined : { external: true })),
      },
    ],
  });
  const needed = new Map(files.map((file) => [file, [] as Part[]]));
  for (const { entryPoint, inputs } of Object.values(metafile.outputs)) {
    const file = files.find((candidate) => relative(root, candidate) === entryPoint);
    if (file)
      needed.set(
        file,
        parts.filter(({ module }) => module in inputs),
      );
  }
  return needed;
}

async function answers(program: string, argument: string): Promise<boolean> {
  try {
    await run(program, [argument]);
    return true;
  } catch {
    return false;
  }
}
