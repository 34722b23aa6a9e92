import { describe, expect, test } from 'vitest';
import { addressProblem, mayConnect, namedAddresses, namedProblem } from './addresses.ts';
import { texts } from './texts.ts';

const none = namedAddresses('');
const url = new URL('https://hooks.example.com/a');

describe('spec webhooks#addresses: only public addresses are connected to', () => {
  test.each([
    ...['127.0.0.1', '127.255.0.1', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '0.0.0.0', '100.64.0.1', '192.0.0.1', '198.18.0.1', '224.0.0.1'],
    ...['255.255.255.255', '::', '::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['2001::1', '2001:db8::1', 'not an address', 'fe80::1%eth0'],
  ])('%s is refused', (address) => expect(mayConnect(address, url, none)).toBe(false));

  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '172.15.0.1',
    '100.63.255.255',
    '2606:4700::1111',
    '1.1.1.1',
  ])('%s is public', (address) => expect(mayConnect(address, url, none)).toBe(true));

  test.each([
    ['a network', '10.1.0.0/16', '10.1.2.3', true],
    ['another network', '10.1.0.0/16', '10.2.2.3', false],
    ['one address', '10.1.2.3', '10.1.2.3', true],
    ['a network of IPv6', 'fd00::/8 10.0.0.0/8', 'fd12::1', true],
    ['the host with its port', 'hooks.example.com:443', '10.9.9.9', true],
    ['the host with another port', 'hooks.example.com:8443', '10.9.9.9', false],
    ['a host in capitals', 'Hooks.Example.com:443', '10.9.9.9', true],
    ['nothing that it understands', 'hooks.example.com', '10.9.9.9', false],
  ])('the setting names %s: “%s”, %s', (_what, setting, address, allowed) =>
    expect(mayConnect(address, url, namedAddresses(setting))).toBe(allowed),
  );

  test.each([
    ['10.1.0.0/16, fd00::/8\nhooks.internal:8443;[::1]:9000 127.0.0.1:9000', undefined],
    ['10.1.0.0/33', '10.1.0.0/33'],
    ['10.0.0.1 hooks.internal', 'hooks.internal'],
    ['hooks.internal:99999', 'hooks.internal:99999'],
    ['https://a:1', 'https://a:1'],
    ['10.0.0.0/8/8', '10.0.0.0/8/8'],
  ])('the setting “%s” is checked', (setting, problem) =>
    expect(namedProblem(setting)).toBe(problem),
  );
});

describe('spec webhooks#addresses: addresses of endpoints', () => {
  const { url: noUrl, credentials, plain, privateAddress } = texts.refused;
  test.each([
    ['https://hooks.example.com/a', '', undefined],
    ['https://8.8.8.8/a', '', undefined],
    ['ftp://hooks.example.com', '', noUrl],
    ['hooks.example.com', '', noUrl],
    ['https://user:secret@hooks.example.com', '', credentials],
    ['http://hooks.example.com', '', plain],
    ['http://8.8.8.8', '', plain],
    ['https://127.0.0.1', '', privateAddress('127.0.0.1')],
    ['https://2130706433', '', privateAddress('127.0.0.1')],
    ['https://0x7f.1', '', privateAddress('127.0.0.1')],
    ['https://017700000001', '', privateAddress('127.0.0.1')],
    ['https://[::1]', '', privateAddress('::1')],
    ['https://[::ffff:10.0.0.1]', '', privateAddress('::ffff:a00:1')],
    ['http://hooks.internal:8080', 'hooks.internal:8080', undefined],
    ['http://hooks.internal:8081', 'hooks.internal:8080', plain],
    ['http://hooks.internal', 'hooks.internal:80', undefined],
    ['http://10.1.2.3:8080', '10.1.0.0/16', undefined],
    ['https://10.1.2.3', '10.1.2.3', undefined],
    ['http://[::1]:9000', '[::1]:9000', undefined],
  ])('%s with “%s”', (address, setting, problem) =>
    expect(addressProblem(address, namedAddresses(setting))).toBe(problem),
  );
});
