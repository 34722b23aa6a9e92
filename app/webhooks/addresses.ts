import { BlockList, isIP } from 'node:net';
import { texts } from './texts.ts';

/**
 * Networks without public hosts (IANA special-purpose registries): loopback, private, link-local
 * with the metadata services of clouds, shared, multicast, documentation, benchmarks, reserved.
 */
const special4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];

/** Everything but 2000::/3, and within it networks that are not global, or hold an IPv4 address. */
const special6 = [
  ...['::/3', '4000::/2', '8000::/1'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
];

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

function networksOf(list: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const network of list) {
    const [address = '', bits = ''] = network.split('/');
    networks.addSubnet(address, Number(bits), familyOf(address));
  }
  return networks;
}

// Two lists: in one, a network of IPv6 that covers mapped addresses would cover IPv4.
const special = { ipv4: networksOf(special4), ipv6: networksOf(special6) };

/** The addresses that administrators named in the setting `webhooks.private_addresses`. */
export interface NamedAddresses {
  readonly networks: BlockList;
  /** `host:port`, in lower case. */
  readonly hosts: ReadonlySet<string>;
}

/**
 * Parses the setting: networks such as `10.1.0.0/16`, single addresses, and `host:port`, separated
 * by spaces, commas or lines. Items that are none of these are left out; see `namedProblem`.
 */
export function namedAddresses(setting: string): NamedAddresses {
  const items = itemsOf(setting);
  return {
    networks: networksOf(items.flatMap((item) => networkIn(item) ?? [])),
    hosts: new Set(items.flatMap((item) => hostIn(item) ?? [])),
  };
}

/** The first item of the setting that names nothing; `undefined` if all do. */
export const namedProblem = (setting: string): string | undefined =>
  itemsOf(setting).find((item) => networkIn(item) === undefined && hostIn(item) === undefined);

const itemsOf = (setting: string): readonly string[] =>
  setting.split(/[\s,;]+/).filter((item) => item !== '');

function networkIn(item: string): string | undefined {
  const [address = '', bits, ...more] = item.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0 || address.includes('%')) return undefined;
  const most = family === 4 ? 32 : 128;
  if (bits === undefined) return `${address}/${most}`;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? item : undefined;
}

function hostIn(item: string): string | undefined {
  if (!/^(\[[\da-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(item)) return undefined;
  const url = URL.parse(`http://${item}`);
  return url === null ? undefined : placeOf(url);
}

/** `host:port` of an address; the port of its scheme if it names none. */
const placeOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;

/** The host of an address, without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string =>
  hostname.replace(/^\[|\]$/g, '');

/** Whether a connection for `url` may go to `address`, an IP address (spec webhooks#addresses). */
export const mayConnect = (address: string, url: URL, named: NamedAddresses): boolean =>
  isIP(address) !== 0 &&
  (!special[familyOf(address)].check(address, familyOf(address)) ||
    named.hosts.has(placeOf(url)) ||
    named.networks.check(address, familyOf(address)));

/**
 * Why an endpoint may not have this address, as a sentence; `undefined` if it may. Names are
 * resolved when a message is sent, so a host is judged here only if it is an IP address.
 */
export function addressProblem(text: string, named: NamedAddresses): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return texts.refused.url;
  if (url.username !== '' || url.password !== '') return texts.refused.credentials;
  const host = hostOf(url);
  const isNamed =
    named.hosts.has(placeOf(url)) ||
    (isIP(host) !== 0 && named.networks.check(host, familyOf(host)));
  if (isIP(host) !== 0 && !mayConnect(host, url, named)) return texts.refused.privateAddress(host);
  return url.protocol === 'http:' && !isNamed ? texts.refused.plain : undefined;
}
