import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { writeAssets } from '#app/http/asset-build.ts';
import { asciiSources } from './ascii-sources.ts';
import { inLanguage, type Language } from './language.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packages with native code, which cannot be bundled: their folders are copied beside the bundle.
 */
const nativeScopes = ['@node-rs'];

/**
 * WebAssembly that a bundled package opens beside its own file: PostgreSQL's parser, which grades
 * migrations.
 */
const wasmFiles = ['libpg-query/wasm/libpg-query.wasm'];

/** Fonts of PDF files, which the app reads beside its bundle. */
const fonts = 'app/pdf/fonts';

export interface BundleOptions {
  /** Folder for `app.js` and `operator.js` with the files they need; created if missing. */
  readonly outdir: string;
  /** Version that the bundles report, for example `1.4.0` or a commit. */
  readonly version: string;
  /** Programs to bundle. @default both */
  readonly entries?: readonly ('app' | 'operator')[];
  /** Language of the app. @default English */
  readonly language?: Language | undefined;
  /** Plugins that run before ours; tests replace modules with them. */
  readonly plugins?: readonly Plugin[];
  /**
   * Whether to minify; stack traces stay readable through source maps.
   * @default false
   */
  readonly minify?: boolean;
  /**
   * Whether the programs exit at once when run as root, as those of the image do. @default false
   */
  readonly refuseRoot?: boolean;
}

/**
 * Contents of each program, from esbuild's metafiles: the source of the size report and of the bill
 * of materials.
 */
export type BundleReport = Record<string, { bytes: number; modules: readonly string[] }>;

/**
 * Bundles the programs of the image: ES modules for Node 24 whose companion files are in the same
 * folder.
 */
export async function bundle({
  outdir,
  version,
  entries = ['app', 'operator'],
  language,
  plugins: given = [],
  minify = false,
  refuseRoot = false,
}: BundleOptions): Promise<BundleReport> {
  const plugins = [...given, ...(language === undefined ? [] : [inLanguage(language)])];
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'package.json'), `${JSON.stringify({ type: 'module', version })}\n`);
  if (entries.includes('app')) await copyNativePackages(outdir);
  if (entries.includes('app'))
    await Promise.all(
      wasmFiles.map((file) => cp(join(root, 'node_modules', file), join(outdir, basename(file)))),
    );
  if (entries.includes('app'))
    await cp(join(root, fonts), join(outdir, 'fonts'), { recursive: true });
  if (entries.includes('app')) await writeAssets(join(outdir, 'assets'), { plugins });
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

/** Chunks of the operator from an earlier build; their names change with their content. */
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
 * The image's user is required, and a platform that overrides it should fail before anything is
 * read or opened.
 */
const rootGuard = ` if (process.getuid?.() === 0) { process.stderr.write('This program does not run as root. Leave the user to the image (10001), or name another one that is not 0.\\n'); process.exit(2); }`;

function options(
  entry: string,
  {
    outdir,
    version,
    plugins,
    minify,
    refuseRoot,
  }: Required<Omit<BundleOptions, 'entries' | 'language'>>,
) {
  return {
    absWorkingDir: root,
    entryPoints: [{ in: `${entry}/main.ts`, out: entry }],
    outdir,
    // The operator loads the constructs, Neo4j's driver and the Kubernetes library on demand; in
    // one file they would be loaded at startup and kept, which is a third of its memory. The app
    // looks for its files beside its only module.
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
    // CommonJS packages inside an ES module still need these three.
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; import { dirname as __dirnameOf } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = __dirnameOf(__filename);${refuseRoot ? rootGuard : ''}`,
    },
    // esbuild builds the pages' files only in a source tree; a bundle contains them in `assets`.
    external: ['esbuild', 'pg-native', ...nativeScopes.map((scope) => `${scope}/*`)],
    plugins: [...plugins, asciiSources],
  } satisfies BuildOptions;
}
