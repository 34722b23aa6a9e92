import { cached, cachedOrMade } from './cache.ts';
import { type GoModule, installProgram } from './go-module.ts';

const source: GoModule = {
  path: 'filippo.io/mkcert',
  version: 'v1.4.4',
  sum: 'h1:8eVbbwfVlaqUM7OwuftKc2nuYOoTDQWqsoXmzoXZdbc=',
};
const key = `mkcert-${source.version}-${process.platform}-${process.arch}`;

/** Folder with the program mkcert; undefined when `buildMkcert` hasn't built it. */
export const findMkcert = (): string | undefined => cached(key);

/** Builds mkcert once. Needs Go. */
export const buildMkcert = (): Promise<string> =>
  cachedOrMade(key, (folder) => installProgram(source, folder));
