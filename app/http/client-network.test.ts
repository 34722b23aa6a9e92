import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientNetwork } from './client-network.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['', ''],
  ['unknown', 'unknown'],
])('a client at %s is counted as %s', (address, network) =>
  expect(clientNetwork(address)).toBe(network),
);

test('all addresses of a /64 count together, however they are written, and those of another do not', () =>
  fc.assert(
    fc.property(
      fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }),
      fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 4 }),
      (one, end) => {
        fc.pre(one.slice(0, 4).some((group) => group !== 0));
        const written = (groups: readonly number[]) =>
          groups.map((group) => group.toString(16)).join(':');
        const other = [...one.slice(0, 4), ...end];
        expect(clientNetwork(written(one))).toBe(
          clientNetwork(new URL(`http://[${written(other)}]`).hostname.slice(1, -1)),
        );
        expect(clientNetwork(written([(one[0] ?? 0) ^ 1, ...one.slice(1)]))).not.toBe(
          clientNetwork(written(one)),
        );
      },
    ),
  ));
