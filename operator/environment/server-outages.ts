import { backoffDelay } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DatabaseState } from './types.ts';

/** One look at a database, e.g. `inspectDatabase` of one environment. */
type Look = () => Promise<DatabaseState>;

interface Outage {
  /** Result of the last check, used for all environments until the next. */
  state: DatabaseState;
  failures: number;
  /** The newest way to look. */
  look: Look;
  /** Environments that were affected and are notified of the end. */
  readonly affected: Set<string>;
  cancel: () => void;
}

/** The server may return at any moment, and a check is cheap. */
const pause = { baseMs: 1_000, capMs: 10_000 };

/**
 * Servers that do not answer. Each environment on a frozen server would hold a worker until its
 * deadline, at every pass. So a server that did not answer is asked in the background, once for all
 * of its environments; until it answers they get what is known, at once.
 */
export class ServerOutages {
  readonly #outages = new Map<string, Outage>();
  readonly #clock: Clock;
  readonly #onEnd: (environment: string) => void;
  #stopped = false;

  /** @param onEnd called for each affected environment when the server answers again */
  constructor(clock: Clock, onEnd: (environment: string) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  isDown(server: string): boolean {
    return this.#outages.has(server);
  }

  /**
   * The state of `environment`'s database on `server`: looked at, or as it is known during an
   * outage.
   */
  async ask(server: string, environment: string, look: Look): Promise<DatabaseState> {
    const outage = this.#outages.get(server);
    if (!outage) return this.#learn(server, environment, look, await look());
    outage.affected.add(environment);
    outage.look = look;
    return outage.state;
  }

  /** No further looks. */
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
    // A look that fails in another way says nothing of the server: the next pass finds out and
    // reports it.
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
