import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'esbuild';

/** A static file and the source it is built from. */
export interface AssetSource {
  readonly name: string;
  /** Relative to `app/`. */
  readonly source: string;
}

/**
 * All pages share one style sheet and one script; the component page adds a style sheet, pages with
 * a graph three more files.
 */
export const assetSources: readonly AssetSource[] = [
  { name: 'app.css', source: 'styles/app.css' },
  { name: 'app.js', source: 'client/main.ts' },
  { name: 'icon.svg', source: 'styles/icon.svg' },
  { name: 'design.css', source: 'styles/design.css' },
  { name: 'graph.js', source: 'client/ontology-explorer/main.ts' },
  { name: 'graph-layout.js', source: 'client/ontology-explorer/layout-worker.ts' },
  { name: 'graph.css', source: 'styles/graph.css' },
  { name: 'data-manager.js', source: 'client/data-manager/main.ts' },
  { name: 'data-manager.css', source: 'styles/data-manager.css' },
  { name: 'calendar.js', source: 'client/calendar/main.ts' },
  { name: 'calendar.css', source: 'styles/calendar.css' },
  { name: 'drawing.js', source: 'client/drawing/main.ts' },
  { name: 'drawing.css', source: 'styles/drawing.css' },
  { name: 'meeting.js', source: 'client/meeting/main.ts' },
  { name: 'meeting.css', source: 'styles/meeting.css' },
];

export const assetTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** File names in the bundle by the names that pages use. */
export type AssetManifest = Readonly<Record<string, string>>;

/**
 * Builds one file from its source with esbuild, which only a source tree has; a bundle contains its
 * files.
 */
export async function buildAsset(
  { name, source }: AssetSource,
  { minify, plugins = [] }: { minify: boolean; plugins?: readonly Plugin[] },
): Promise<Buffer> {
  const entry = fileURLToPath(new URL(`../${source}`, import.meta.url));
  if (extname(name) === '.svg') return readFile(entry);
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [...plugins],
  });
  return Buffer.concat(outputFiles.map(({ contents }) => contents));
}

export interface AssetSize {
  readonly name: string;
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
}

/**
 * Writes the files of a bundle to an otherwise empty folder: with the content hash in the name,
 * brotli and gzip variants, and `manifest.json`. A named file never changes, so browsers cache it
 * permanently (spec requests#static-files).
 * @param plugins replace modules, such as the catalogues of a language
 */
export async function writeAssets(
  folder: string,
  { plugins = [] }: { plugins?: readonly Plugin[] } = {},
): Promise<readonly AssetSize[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const manifest: Record<string, string> = {};
  const sizes: AssetSize[] = [];
  for (const asset of assetSources) {
    const content = await buildAsset(asset, { minify: true, plugins });
    const forms = await compressed(content);
    const file = hashedName(asset.name, content);
    manifest[asset.name] = file;
    await writeFile(join(folder, file), content);
    await writeFile(join(folder, `${file}.br`), forms.br);
    await writeFile(join(folder, `${file}.gz`), forms.gzip);
    sizes.push({
      name: asset.name,
      bytes: content.length,
      gzip: forms.gzip.length,
      brotli: forms.br.length,
    });
  }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return sizes;
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

interface Compressed {
  readonly br: Buffer;
  readonly gzip: Buffer;
}

/** Both variants at the highest compression, once per build. */
async function compressed(content: Buffer): Promise<Compressed> {
  const [br, gz] = await Promise.all([
    brotli(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    zip(content, { level: 9 }),
  ]);
  return { br, gzip: gz };
}

function hashedName(name: string, content: Buffer): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `${basename(name, extname(name))}.${hash}${extname(name)}`;
}
