import { isIPv4 } from 'node:net';
import { clientNetwork } from '../http/client-network.ts';
import type { Origin } from '../ontology/actor.ts';
import { browserName } from './browser-name.ts';

/** The place of a sign-in, as coarse as a user would tell places apart. */
export interface SignInPlace {
  readonly network: string;
  /** Empty if the browser does not identify itself. */
  readonly browser: string;
}

/**
 * The place of a request: the network used by the throttle, for IPv4 its /24, because providers
 * assign changing addresses of a network; and browser and system without their versions, which
 * change often.
 */
export function placeOf({ address = '', userAgent }: Origin): SignInPlace {
  const network = clientNetwork(address).slice(0, 64);
  return {
    network: isIPv4(network) ? `${network.slice(0, network.lastIndexOf('.'))}.0/24` : network,
    browser: browserName(userAgent ?? null) ?? '',
  };
}
