import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, type Response, Router } from 'express';
import { AppError } from '../errors.ts';
import type { PageModule, PageModuleFiles } from '../ui/shell-context.ts';
import {
  type AssetManifest,
  type AssetSource,
  assetSources,
  assetTypes,
  buildAsset,
} from './asset-build.ts';
import { codingFor } from './page-coding.ts';

/** Addresses that pages link to. */
export interface AssetPaths {
  readonly styles: string;
  readonly script: string;
  readonly icon: string;
  readonly modules: Readonly<Record<PageModule, PageModuleFiles>>;
}

export interface Assets {
  readonly paths: AssetPaths;
  /** Address of a file by its plain name, for example `app.css`. */
  readonly assetUrl: (name: string) => string;
  readonly routes: Router;
}

/**
 * Serves the files that pages need. A bundle has them prebuilt: hashed, compressed, cached
 * permanently. A source tree builds them on demand.
 * @param fresh rebuild on each request, for development; only in a source tree
 */
export function createAssets({
  fresh,
  folder = bundledFolder,
}: {
  fresh: boolean;
  folder?: string;
}): Assets {
  return existsSync(`${folder}manifest.json`) ? bundledAssets(folder) : sourceAssets(fresh);
}

/** Next to `app.js` in a bundle; does not exist next to this file. */
const bundledFolder = fileURLToPath(new URL('./assets/', import.meta.url));

const forms = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
] as const;

function bundledAssets(folder: string): Assets {
  const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as AssetManifest;
  const files = new Map(
    Object.values(manifest).map((file) => [file, readForms(`${folder}${file}`)]),
  );
  const serve: RequestHandler<{ file: string }> = (request, response, next) => {
    const file = files.get(request.params.file);
    if (file === undefined) return next();
    response.set({
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
    });
    const coding = codingFor(request);
    if (coding !== undefined) response.set('Content-Encoding', coding);
    send(response, request.params.file, file[coding ?? 'identity']);
  };
  return assetsFrom(
    (name) => {
      const file = manifest[name];
      if (file === undefined)
        throw new AppError('installation', {
          message: `The bundle has no ${name}. Build it again.`,
        });
      return `/assets/${file}`;
    },
    Router().get('/assets/:file', serve),
  );
}

/** A few files of some kilobytes, kept in memory. */
function readForms(path: string): Readonly<Record<'identity' | 'br' | 'gzip', Buffer>> {
  const [br, gzip] = forms.map(({ suffix }) => readFileSync(path + suffix));
  if (br === undefined || gzip === undefined)
    throw new AppError('installation', { message: `${path} has no compressed form.` });
  return { identity: readFileSync(path), br, gzip };
}

function sourceAssets(fresh: boolean): Assets {
  const sources = new Map(assetSources.map((source) => [source.name, source]));
  const made = new Map<string, Promise<Buffer>>();
  const make = (source: AssetSource): Promise<Buffer> => {
    const known = fresh ? undefined : made.get(source.name);
    const content = known ?? buildAsset(source, { minify: false });
    made.set(source.name, content);
    return content;
  };
  const serve: RequestHandler<{ file: string }> = async (request, response, next) => {
    const source = sources.get(request.params.file);
    if (source === undefined) return next();
    response.set('Cache-Control', 'no-cache');
    send(response, source.name, await make(source));
  };
  return assetsFrom((name) => `/assets/${name}`, Router().get('/assets/:file', serve));
}

function send(response: Response, name: string, content: Buffer): void {
  response.type(assetTypes[extname(name)] ?? 'application/octet-stream').send(content);
}

const assetsFrom = (assetUrl: Assets['assetUrl'], routes: Router): Assets => ({
  paths: {
    styles: assetUrl('app.css'),
    script: assetUrl('app.js'),
    icon: assetUrl('icon.svg'),
    modules: {
      graph: {
        script: assetUrl('graph.js'),
        styles: assetUrl('graph.css'),
        worker: assetUrl('graph-layout.js'),
      },
      'data-manager': { script: assetUrl('data-manager.js'), styles: assetUrl('data-manager.css') },
      calendar: { script: assetUrl('calendar.js'), styles: assetUrl('calendar.css') },
      drawing: { script: assetUrl('drawing.js'), styles: assetUrl('drawing.css') },
      meeting: { script: assetUrl('meeting.js'), styles: assetUrl('meeting.css') },
    },
  },
  assetUrl,
  routes,
});
