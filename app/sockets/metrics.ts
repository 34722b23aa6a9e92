import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Counts what sockets do. */
export interface ObserveSockets {
  readonly refused: (status: number) => void;
  readonly closed: (code: number) => void;
  readonly sent: (seconds: number) => void;
}

/** Metrics of the open pages of this process (spec live#metrics). */
export function observeSockets(registry: Registry, open: () => number): ObserveSockets {
  new Gauge({
    name: 'live_sockets',
    help: 'Open pages that are connected.',
    registers: [registry],
    collect() {
      this.set(open());
    },
  });
  const refused = new Counter({
    name: 'live_sockets_refused_total',
    help: 'Refused connections of pages by status.',
    labelNames: ['status'],
    registers: [registry],
  });
  const closes = new Counter({
    name: 'live_socket_closes_total',
    help: 'Ended connections of pages by close code; 1006: lost.',
    labelNames: ['code'],
    registers: [registry],
  });
  const sent = new Histogram({
    name: 'live_fan_out_seconds',
    help: 'Time from reading changes to handing their messages to the network.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  return {
    refused: (status) => refused.inc({ status: String(status) }),
    closed: (code) => closes.inc({ code: String(code) }),
    sent: (seconds) => sent.observe(seconds),
  };
}
