import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that a client is counted by: an IPv4 address, or the first 64 bits of an IPv6
 * address. The holder of one IPv6 address has its whole /64 (RFC 6177), and would otherwise get a
 * new counter with each address.
 */
export function clientNetwork(address: string): string {
  const bare = address.split('%')[0] ?? '';
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const [high = 0, low = 0] = groups.slice(6);
  // ::ffff:192.0.2.1, as dual-stack servers see an IPv4 client.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = withoutDots(address).split('::');
  const [before, after] = [head, tail ?? ''].map((part) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)),
  );
  if (tail === undefined) return before ?? [];
  const known = (before?.length ?? 0) + (after?.length ?? 0);
  return [...(before ?? []), ...Array.from({ length: 8 - known }, () => 0), ...(after ?? [])];
}

/** The same address, with an IPv4 suffix converted to groups. */
function withoutDots(address: string): string {
  const last = address.slice(address.lastIndexOf(':') + 1);
  if (!isIPv4(last)) return address;
  const [a = 0, b = 0, c = 0, d = 0] = last.split('.').map(Number);
  return `${address.slice(0, -last.length)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
