import { follow, type ProbeTarget } from './probe.ts';

/** What probes change. */
export interface HealthEffects {
  update(next: { ready?: boolean; started?: boolean }): void;
  warn(reason: string, message: string): void;
  /** Ends the container, which its restart policy may start again. */
  kill(): Promise<void>;
}

/**
 * Runs a container's startup, then readiness and liveness probes until `signal` fires. Without
 * probes it is ready at once.
 */
export function watchHealth(
  target: ProbeTarget,
  signal: AbortSignal,
  { update, warn, kill }: HealthEffects,
): void {
  const { startupProbe, readinessProbe, livenessProbe } = target.container;
  const unhealthy = (kind: string) => (message: string) =>
    warn('Unhealthy', `${kind} probe failed: ${message}`);
  const killWhenUnhealthy = (healthy: boolean) => {
    if (!healthy) void kill();
  };
  const started = () => {
    update({ started: true, ready: readinessProbe === undefined });
    if (readinessProbe) {
      const on = (ready: boolean) => update({ ready });
      void follow(readinessProbe, target, signal, { on, failed: unhealthy('Readiness') });
    }
    if (livenessProbe)
      void follow(livenessProbe, target, signal, {
        on: killWhenUnhealthy,
        failed: unhealthy('Liveness'),
      });
  };
  if (!startupProbe) {
    started();
    return;
  }
  const passed = new AbortController();
  const on = (healthy: boolean) => {
    if (!healthy) void kill();
    else if (!passed.signal.aborted) {
      passed.abort();
      started();
    }
  };
  void follow(startupProbe, target, AbortSignal.any([signal, passed.signal]), {
    on,
    failed: unhealthy('Startup'),
  });
}
