const here = 'http://app.invalid';

/** Longer than any address of the app. */
const longest = 2000;

/**
 * Normalizes an address within this app: path, query and fragment. `undefined` if it leads
 * elsewhere or is invalid. `next` and `back` are external input and must not lead away (spec
 * requests#redirects), so redirects use only this result.
 */
export function localPath(text: string): string | undefined {
  // Browsers read a backslash as a slash and drop control characters, so `/\example.com` would
  // leave the site.
  if (!text.startsWith('/') || text.startsWith('//')) return undefined;
  if (/[\\\p{Cc}]/u.test(text) || text.length > longest || !URL.canParse(text, here))
    return undefined;
  const { origin, pathname, search, hash } = new URL(text, here);
  // `/.//example.com` is local, but without its dot segments it would be read as another host.
  return origin === here && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : undefined;
}
