// What the API server's CEL libraries do with quantities, networks and zones, for values whose
// format the schema has validated.

/** CPU in thousandths of a core. */
export const millicores = (cpu: string): number =>
  cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;

const unitBytes: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Memory or storage in bytes. */
export const bytes = (quantity: string): number =>
  Number(quantity.slice(0, -2)) * (unitBytes[quantity.slice(-2)] ?? Number.NaN);

/** Prefix length of a network: 16 for 10.42.0.0/16. */
export const prefixLength = (network: string): number => Number(network.split('/')[1]);

/** Whether a text in the format of a network is valid. The schema's pattern already covers IPv4. */
export function isNetwork(network: string): boolean {
  const [address = '', length = ''] = network.split('/');
  if (!address.includes(':')) return true;
  return isIpv6(address) && Number(length) <= 128 && String(Number(length)) === length;
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

/** Whether the zone is in the IANA database. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
