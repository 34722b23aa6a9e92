import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { fetchCloudNativePg, findCloudNativePg } from './cloudnative-pg.ts';
import { buildPrograms, findPrograms, goVersion } from './kubernetes/programs.ts';
import { buildMkcert, findMkcert } from './mkcert.ts';
import { findJars } from './neo4j/jars.ts';
import { prepareNeo4j } from './neo4j/prepare.ts';
import { fetchPostgresPrograms, withoutPostgresPrograms } from './postgres-programs.ts';
import { fetchSchemathesis, findSchemathesis, pythonVersion } from './schemathesis.ts';

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
      (await findPrograms()) || (await goVersion())
        ? undefined
        : 'no Go ≥ 1.24 to build it with, and KUBEBUILDER_ASSETS is not set',
    prepare: buildPrograms,
  },
  {
    name: 'definitions of CloudNativePG',
    module: 'test/support/cloudnative-pg.ts',
    missing: async () =>
      findCloudNativePg() || (await goVersion()) ? undefined : 'no Go to fetch them with',
    prepare: fetchCloudNativePg,
  },
  {
    name: 'mkcert',
    module: 'test/support/mkcert.ts',
    missing: async () =>
      findMkcert() || (await goVersion()) ? undefined : 'no Go to build it with',
    prepare: buildMkcert,
  },
  {
    name: 'Neo4j',
    module: 'test/support/neo4j-server.ts',
    async missing() {
      if (!(await answers('java', '-version'))) return 'no Java 17';
      if (!(await findJars()) && !(await answers('mvn', '-v'))) return 'no Maven to fetch it with';
      return undefined;
    },
    prepare: prepareNeo4j,
  },
  {
    name: 'programs of PostgreSQL',
    module: 'test/support/postgres-programs.ts',
    missing: withoutPostgresPrograms,
    prepare: fetchPostgresPrograms,
  },
  {
    name: 'Schemathesis',
    module: 'test/support/schemathesis.ts',
    missing: async () =>
      (await findSchemathesis()) || (await pythonVersion()) ? undefined : 'no Python ≥ 3.10',
    prepare: fetchSchemathesis,
  },
];

/** Which of `parts` each of the test files needs; the files are absolute paths. */
export async function partsNeeded(files: readonly string[]): Promise<Map<string, Part[]>> {
  const imports = await importsOf(files);
  return new Map(files.map((file) => [file, partsOf(relative(root, file), imports)]));
}

type Imports = Metafile['inputs'];

/**
 * What each module imports, read once for all files. The test runner reports unreadable ones. One
 * module imports all files: bundles with hundreds of entry points take minutes and gigabytes.
 */
async function importsOf(files: readonly string[]): Promise<Imports> {
  const contents = files.map((file) => `import ${JSON.stringify(file)};`).join('\n');
  try {
    return (await build({ ...asSources, stdin: { contents, resolveDir: root } })).metafile.inputs;
  } catch (error) {
    if (files.length < 2) {
      console.log(`The imports of ${files[0]} can't be read: ${String(error)}`);
      return {};
    }
    const half = Math.ceil(files.length / 2);
    return { ...(await importsOf(files.slice(0, half))), ...(await importsOf(files.slice(half))) };
  }
}

/** The parts that a module reaches through its imports. */
function partsOf(file: string, imports: Imports): Part[] {
  const reached = new Set([file]);
  for (const module of reached) {
    for (const { path, external } of imports[module]?.imports ?? []) {
      if (external !== true) reached.add(path);
    }
  }
  return parts.filter(({ module }) => reached.has(module));
}

const asSources = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  outfile: 'build/imports.js',
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'silent',
  plugins: [
    {
      name: 'sources-only',
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /^[^.#/]/ }, () => ({ external: true }));
        // An import whose path has a variable part stands for all files of a folder.
        onLoad({ filter: /./ }, ({ path }) =>
          /\.(tsx?|json)$/.test(path) ? undefined : { contents: '' },
        );
      },
    },
  ],
} satisfies BuildOptions;

async function answers(program: string, argument: string): Promise<boolean> {
  try {
    await run(program, [argument]);
    return true;
  } catch {
    return false;
  }
}
