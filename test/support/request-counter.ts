import type { RequestRecord } from '#operator/clients/kubernetes-requests.ts';

/** Remembers the requests of a client; give `record` to it as `onRequest`. */
export class RequestCounter {
  #records: RequestRecord[] = [];

  readonly record = (request: RequestRecord): void => {
    this.#records.push(request);
  };

  /** How many requests there were, of some verbs or of all. */
  count(...verbs: RequestRecord['verb'][]): number {
    return this.#records.filter(({ verb }) => verbs.length === 0 || verbs.includes(verb)).length;
  }

  /** e.g. `apply deployments`, in order. */
  get calls(): string[] {
    return this.#records.map(({ verb, resource }) => `${verb} ${resource}`);
  }

  reset(): void {
    this.#records = [];
  }
}
