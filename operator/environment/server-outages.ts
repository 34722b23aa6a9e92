import { backoffDelay } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DatabaseState } from './types.ts';

/** Inspects one database, e.g. `inspectDatabase` of one environment. */
type Look = () => Promise<DatabaseState>;

interface Outage {
  /** Result of the last check, used for all environments until the next. */
  state: DatabaseState;
  failures: number;
  /** The newest function to check with. */
  look: Look;
  /** Affected environments, to notify at the end. */
  readonly affected: Set<string>;
  cancel: () => void;
}

/** The server may return at any moment, and a check is cheap. */
const pause = { baseMs: 1_000, capMs: 10_000 };

/**
 * Servers that do not respond. Each environment on a frozen server would hold a worker until its
 * deadline, in every pass. So such a server is checked in the background, once for all of its
 * environments; meanwhile they get the last known state at once.
 */
export class ServerOutages {
  readonly #outages = new Map<string, Outage>();
  readonly #clock: Clock;
  readonly #onEnd: (environment: string) => void;
  #stopped = false;

  /** @param onEnd called for each affected environment when the server responds again */
  constructor(clock: Clock, onEnd: (environment: string) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  isDown(server: string): boolean {
    return this.#outages.has(server);
  }

  /**
   * The state of `environment`'s database on `server`: checked now, or the known state during an
   * outage.
   */
  async ask(server: string, environment: string, look: Look): Promise<DatabaseState> {
    const outage = this.#outages.get(server);
    if (!outage) return this.#learn(server, environment, look, await look());
    outage.affected.add(environment);
    outage.look = look;
    return outage.state;
  }

  /** Stops checking. */
  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#outages.values()) cancel();
    this.#outages.clear();
  }

  #learn(server: string, environment: string, look: Look, state: DatabaseState): DatabaseState {
    if (!isOutage(state) || this.#stopped) return state;
    const outage = this.#outages.get(server) ?? {
      state,
      failures: 1,
      look,
      affected: new Set(),
      cancel: () => undefined,
    };
    outage.affected.add(environment);
    if (this.#outages.has(server)) return state;
    this.#outages.set(server, outage);
    this.#lookLater(server, outage);
    return state;
  }

  #lookLater(server: string, outage: Outage): void {
    outage.cancel = this.#clock.after(
      backoffDelay(pause, outage.failures),
      () => void this.#lookAgain(server, outage),
    );
  }

  async #lookAgain(server: string, outage: Outage): Promise<void> {
    // A check that fails in another way says nothing about the server: the next pass will report
    // it.
    const state = await outage.look().catch(() => undefined);
    if (this.#outages.get(server) !== outage) return;
    if (state && isOutage(state)) {
      outage.state = state;
      outage.failures += 1;
      this.#lookLater(server, outage);
      return;
    }
    this.#outages.delete(server);
    for (const environment of outage.affected) this.#onEnd(environment);
  }
}

const isOutage = (state: DatabaseState): boolean =>
  state.state === 'blocked' && state.reason === 'Unreachable';
