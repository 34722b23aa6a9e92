import { expect, test } from 'vitest';
import { placeOf } from './place.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

test.each([
  ['an IPv4 address', '192.0.2.77', '192.0.2.0/24'],
  ['one that comes as IPv6', '::ffff:192.0.2.77', '192.0.2.0/24'],
  ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['an IPv6 address with a zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['something else', 'unix', 'unix'],
  ['no address', undefined, ''],
])('the network of %s', (_, address, network) => {
  expect(placeOf({ ...(address !== undefined && { address }) }).network).toBe(network);
});

test('a new version of a browser is no new place', () => {
  const place = placeOf({ userAgent: firefox });
  expect(place).toEqual({ network: '', browser: 'Firefox on Linux' });
  expect(placeOf({ userAgent: firefox.replaceAll('140', '141') })).toEqual(place);
});
