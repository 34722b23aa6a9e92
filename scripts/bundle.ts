import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { writeAssets } from '#app/http/asset-build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packages with machine code: they can't be part of a bundle, so their folders are copied beside
 * it.
 */
const nativeScopes = ['@node-rs'];

/**
 * WebAssembly that a bundled package opens beside its own file: PostgreSQL's parser, which grades
 * migrations.
 */
const wasmFiles = ['libpg-query/wasm/libpg-query.wasm'];

export interface BundleOptions {
  /**
   * Folder that receives `app.js` and `operator.js` with what they need beside them; made when
   * missing.
   */
  readonly outdir: string;
  /** Version that the bundles report, for example `1.4.0` or a commit. */
  readonly version: string;
  /** Which programs to bundle. @default both */
  readonly entries?: readonly ('app' | 'operator')[];
  /** Plugins that run before ours; tests exchange modules with them. */
  readonly plugins?: readonly Plugin[];
  /**
   * Whether to shrink names and white space; stack traces stay readable through source maps.
   * @default false
   */
  readonly minify?: boolean;
  /**
   * Whether the programs end at once when root runs them, as those of the image do. @default false
   */
  readonly refuseRoot?: boolean;
}

/**
 * What each program is made of, from esbuild's metafiles: the source of the size report and of the
 * bill of materials.
 */
export type BundleReport = Record<string, { bytes: number; modules: readonly string[] }>;

/**
 * Bundles the programs of the image: ES modules for Node 24 whose only companions lie in the same
 * folder.
 */
export async function bundle({
  outdir,
  version,
  entries = ['app', 'operator'],
  plugins = [],
  minify = false,
  refuseRoot = false,
}: BundleOptions): Promise<BundleReport> {
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'package.json'), `${JSON.stringify({ type: 'module', version })}\n`);
  if (entries.includes('app')) await copyNativePackages(outdir);
  if (entries.includes('app'))
    await Promise.all(
      wasmFiles.map((file) => cp(join(root, 'node_modules', file), join(outdir, basename(file)))),
    );
  if (entries.includes('app')) await writeAssets(join(outdir, 'assets'));
  await removeChunks(outdir);
  const report: BundleReport = {};
  for (const entry of entries) {
    const { metafile } = await build(
      options(entry, { outdir, version, plugins, minify, refuseRoot }),
    );
    const output = Object.values(metafile.outputs).find(
      ({ entryPoint }) => entryPoint !== undefined,
    );
    report[entry] = { bytes: output?.bytes ?? 0, modules: Object.keys(metafile.inputs) };
  }
  return report;
}

/** Parts of the operator that an earlier build left; their names change with their content. */
async function removeChunks(outdir: string): Promise<void> {
  const chunks = (await readdir(outdir)).filter((name) => name.startsWith('operator-'));
  await Promise.all(chunks.map((name) => rm(join(outdir, name))));
}

async function copyNativePackages(outdir: string): Promise<void> {
  for (const scope of nativeScopes) {
    for (const name of await readdir(join(root, 'node_modules', scope))) {
      await cp(join(root, 'node_modules', scope, name), join(outdir, 'node_modules', scope, name), {
        recursive: true,
      });
    }
  }
}

/**
 * The image's user is a rule, and a platform that overrides it should learn so before anything is
 * read or opened.
 */
const rootGuard = ` if (process.getuid?.() === 0) { process.stderr.write('This program does not run as root. Leave the user to the image (10001), or name another one that is not 0.\\n'); process.exit(2); }`;

function options(
  entry: string,
  { outdir, version, plugins, minify, refuseRoot }: Required<Omit<BundleOptions, 'entries'>>,
) {
  return {
    absWorkingDir: root,
    entryPoints: [{ in: `${entry}/main.ts`, out: entry }],
    outdir,
    // The operator loads the constructs, Neo4j's driver and the Kubernetes library when it needs
    // them; in one file they would be read and kept from the start, which is a third of its memory.
    // The app looks for its files beside its only module.
    splitting: entry === 'operator',
    chunkNames: `${entry}-[name]-[hash]`,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: minify,
    minifyWhitespace: minify,
    keepNames: true,
    metafile: true,
    logLevel: 'warning',
    define: { 'globalThis.AHLT_VERSION': JSON.stringify(version) },
    // CommonJS packages inside an ES module still ask for these three.
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; import { dirname as __dirnameOf } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = __dirnameOf(__filename);${refuseRoot ? rootGuard : ''}`,
    },
    // esbuild makes the files of pages in a source tree only; a bundle brings them along in
    // `assets`.
    external: ['esbuild', 'pg-native', ...nativeScopes.map((scope) => `${scope}/*`)],
    plugins: [...plugins],
  } satisfies BuildOptions;
}
