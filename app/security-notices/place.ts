import { isIPv4 } from 'node:net';
import { clientNetwork } from '../http/client-network.ts';
import type { Origin } from '../ontology/actor.ts';
import { browserName } from './browser-name.ts';

/** Where somebody signs in from, as coarse as a person would tell places apart. */
export interface SignInPlace {
  readonly network: string;
  /** Empty: a browser that says nothing about itself. */
  readonly browser: string;
}

/**
 * The place of a request: the network that the throttle counts, for IPv4 the /24 around it, since
 * providers hand out other addresses of the same network; and kind of browser and system, whose
 * versions change all the time.
 */
export function placeOf({ address = '', userAgent }: Origin): SignInPlace {
  const network = clientNetwork(address).slice(0, 64);
  return {
    network: isIPv4(network) ? `${network.slice(0, network.lastIndexOf('.'))}.0/24` : network,
    browser: browserName(userAgent ?? null) ?? '',
  };
}
