/** Faults of a connection or a response between a client and the API server. */
export type Fault =
  /** The next responses have a status instead of reaching the server. */
  | {
      readonly kind: 'status';
      readonly on: RequestKind;
      readonly status: number;
      readonly times: number;
      readonly retryAfterSeconds?: number;
    }
  /** An ERROR event with code 410 in every open watch. */
  | { readonly kind: 'expired' }
  /** The next event of every open watch is truncated, then the stream ends properly. */
  | { readonly kind: 'truncate' }
  /** A line that is not JSON replaces the next event of every open watch; the stream continues. */
  | { readonly kind: 'garbage' }
  /** RST on every connection. */
  | { readonly kind: 'reset' }
  /** FIN on every connection at any point, like a load balancer at its time limit. */
  | { readonly kind: 'cut' }
  /** Every connection stays open without passing data. */
  | { readonly kind: 'half-open' }
  /** Connections are reset immediately. */
  | { readonly kind: 'refuse'; readonly forMs: number }
  /** Every piece of a response is delayed. */
  | { readonly kind: 'slow'; readonly ms: number; readonly forMs: number };

export type RequestKind = 'list' | 'watch' | 'any';

const choices: ((random: () => number) => Fault)[] = [
  (random) => ({ kind: 'status', on: 'list', status: 410, times: 1 + count(random, 2) }),
  (random) => ({ kind: 'status', on: 'watch', status: 410, times: 1 + count(random, 2) }),
  (random) => ({
    kind: 'status',
    on: 'any',
    status: 429,
    times: 1,
    retryAfterSeconds: count(random, 2),
  }),
  (random) => ({ kind: 'status', on: 'list', status: 500, times: 1 + count(random, 3) }),
  (random) => ({ kind: 'status', on: 'watch', status: 503, times: 1 + count(random, 3) }),
  () => ({ kind: 'expired' }),
  () => ({ kind: 'truncate' }),
  () => ({ kind: 'garbage' }),
  () => ({ kind: 'reset' }),
  () => ({ kind: 'cut' }),
  () => ({ kind: 'half-open' }),
  (random) => ({ kind: 'refuse', forMs: 100 + count(random, 400) }),
  (random) => ({ kind: 'slow', ms: 20 + count(random, 200), forMs: 100 + count(random, 500) }),
];

/** A random fault, determined by the random numbers. */
export function randomFault(random: () => number): Fault {
  const choose = choices[count(random, choices.length)] ?? (() => ({ kind: 'reset' }) as const);
  return choose(random);
}

/** e.g. `status 500 on list ×2`. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'status':
      return `status ${fault.status} on ${fault.on} ×${fault.times}`;
    case 'refuse':
      return `refuse for ${fault.forMs} ms`;
    case 'slow':
      return `slow by ${fault.ms} ms for ${fault.forMs} ms`;
    default:
      return fault.kind;
  }
}

const count = (random: () => number, below: number): number => Math.floor(random() * below);
