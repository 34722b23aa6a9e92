import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestRecord } from '../clients/kubernetes-requests.ts';

interface QueueFigures {
  readonly depth: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/**
 * controller-runtime's metrics under their names. Every label has few values: names of controllers
 * and resources, verbs, codes.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const queues = new Map<string, QueueFigures>();
  const queueGauge = (name: string, help: string, figure: keyof QueueFigures) =>
    new Gauge({
      name,
      help,
      labelNames: ['name'],
      registers,
      // Read at each scrape: between two reconciles nothing else would report an empty queue.
      collect() {
        for (const [queue, figures] of queues) this.set({ name: queue }, figures[figure]);
      },
    });
  queueGauge('workqueue_depth', 'Keys ready to be processed.', 'depth');
  queueGauge('workqueue_delayed', 'Keys waiting for their delay.', 'delayed');
  queueGauge('workqueue_in_flight', 'Keys being processed.', 'inFlight');
  return {
    registry,
    /** Queues to expose, by name. */
    queues,
    reconciles: new Counter({
      name: 'controller_runtime_reconcile_total',
      help: 'Reconciles by controller and result.',
      labelNames: ['controller', 'result'],
      registers,
    }),
    reconcileSeconds: new Histogram({
      name: 'controller_runtime_reconcile_time_seconds',
      help: 'Duration of one reconcile.',
      labelNames: ['controller'],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    requests: new Counter({
      name: 'rest_client_requests_total',
      help: 'Requests to the API server; code 0 means no response.',
      labelNames: ['verb', 'resource', 'code'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'rest_client_request_duration_seconds',
      help: 'Time to the response, or to the start of a watch.',
      labelNames: ['verb'],
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30],
      registers,
    }),
    reflectorEvents: new Counter({
      name: 'reflector_events_total',
      help: 'Lists, watches, events, bookmarks and failures by resource.',
      labelNames: ['resource', 'event'],
      registers,
    }),
    statusRefused: new Counter({
      name: 'environment_status_refused_total',
      help: 'Status updates refused by the API server, by reason.',
      labelNames: ['reason'],
      registers,
    }),
    leader: new Gauge({
      name: 'leader_election_master_status',
      help: '1 while this process is the leader.',
      labelNames: ['name'],
      registers,
    }),
    eventsDropped: new Counter({
      name: 'event_recorder_dropped_total',
      help: 'Events that were not written.',
      labelNames: ['cause'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** A listener for the client's requests. */
export const countRequests =
  ({ requests, requestSeconds }: Metrics) =>
  ({ verb, resource, status, durationMs }: RequestRecord): void => {
    requests.inc({ verb, resource, code: status });
    requestSeconds.observe({ verb }, durationMs / 1000);
  };
