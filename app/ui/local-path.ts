const here = 'http://app.invalid';

/** Longer than any address that the app makes. */
const longest = 2000;

/**
 * An address within this app as a browser writes it: path, query and fragment. `undefined` for one
 * that leads elsewhere or can't be read. `next` and `back` come from outside and must not lead away
 * (spec requests#redirects), so nothing but this result goes into a redirect.
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
