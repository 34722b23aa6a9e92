const begin = '# ahlt begin: written by `make hosts`';
const end = '# ahlt end';

/**
 * Lines of /etc/hosts. Without the second, names below .local are resolved by multicast first,
 * which takes five seconds.
 */
export const hostsLines = (names: readonly string[]): string[] =>
  ['127.0.0.1', '::1'].map((address) => `${address.padEnd(9)} ${names.join(' ')}`);

/** `file` with these lines between the markers; everything else is unchanged. Pure. */
export function withHosts(file: string, names: readonly string[]): string {
  const block = [begin, ...hostsLines(names), end].join('\n');
  const from = file.indexOf(begin);
  const to = file.indexOf(end, from);
  if (from === -1 || to === -1) return `${file.trimEnd()}\n\n${block}\n`.trimStart();
  return file.slice(0, from) + block + file.slice(to + end.length);
}
