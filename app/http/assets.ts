import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { AppError } from '../errors.ts';

/** Style sheets in the order of their layers; served as one file. */
const sheets = ['tokens.css', 'reset.css', 'base.css', 'layout.css', 'components.css'];

/** Addresses that pages link to. */
export interface AssetPaths {
  readonly styles: string;
  readonly icon: string;
}

export interface Assets {
  readonly paths: AssetPaths;
  readonly routes: Router;
}

/**
 * The files that pages need. Their names hold a hash of their content, so browsers keep them for ever and still never show an old one.
 * @param fresh read the files anew at each request, for people who edit them
 */
export function createAssets({ fresh }: { fresh: boolean }): Assets {
  const folder = stylesFolder();
  const files = {
    styles: {
      type: 'text/css; charset=utf-8',
      name: 'app.css',
      read: () => sheets.map((sheet) => readFileSync(`${folder}${sheet}`, 'utf8')).join('\n'),
    },
    icon: { type: 'image/svg+xml', name: 'icon.svg', read: () => readFileSync(`${folder}icon.svg`, 'utf8') },
  };
  const routes = Router();
  const serve = ({ type, name, read }: (typeof files)['styles']): string => {
    const content = read();
    const path = `/assets/${fresh ? name : hashedName(name, content)}`;
    routes.get(path, (_request, response) => {
      response.set('Cache-Control', fresh ? 'no-cache' : 'public, max-age=31536000, immutable');
      response.type(type).send(fresh ? read() : content);
    });
    return path;
  };
  return { paths: { styles: serve(files.styles), icon: serve(files.icon) }, routes };
}

function hashedName(name: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return name.replace(/\.(\w+)$/, `.${hash}.$1`);
}

/** The bundle has the folder beside it, the source one level up. */
function stylesFolder(): string {
  const candidates = ['./styles/', '../styles/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = candidates.find((candidate) => existsSync(`${candidate}app.css`) || existsSync(`${candidate}tokens.css`));
  if (folder === undefined)
    throw new AppError('installation', { message: `The style sheets are missing: looked in ${candidates.join(' and ')}.` });
  return folder;
}
