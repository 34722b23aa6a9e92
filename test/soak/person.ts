import { setTimeout as pause } from 'node:timers/promises';
import { AppClient, type Reply } from '#test/support/app-client.ts';
import type { Dice } from '../app/races-fixture.ts';
import { lost } from './front.ts';
import { type Member, password } from './population.ts';

/** What people met, over all of them. */
export interface Journal {
  readonly statuses: Map<number, number>;
  /** Answers of the app that are its own failures. */
  readonly failures: string[];
  /** Requests that were sent again, because their replica ended. */
  again: number;
  readonly latencies: number[];
}

/** How long a person sends a request again before giving up. */
const patienceMs = 120_000;

/** A person in a browser: one address, one session, forms that are sent again until answered. */
export class Person {
  readonly member: Member;
  readonly client: AppClient;
  readonly #journal: Journal;
  readonly #dice: Dice;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, member: Member, dice: Dice, journal: Journal) {
    this.member = member;
    this.client = new AppClient(url);
    this.#journal = journal;
    this.#dice = dice;
    const n = Number(member.name.split('_')[1]);
    this.#headers = { 'X-Forwarded-For': `10.0.${Math.floor(n / 200)}.${(n % 200) + 1}` };
  }

  async signIn(): Promise<void> {
    await this.get('/login');
    const { status } = await this.post('/login', { username: this.member.name, password });
    if (status !== 303) throw new Error(`${this.member.name} could not sign in: ${status}`);
    await this.get('/dashboard');
  }

  get(path: string): Promise<Reply> {
    return this.#until(path, () => this.client.get(path, { headers: this.#headers }));
  }

  /** Sends a form, with the same submission if it has to be sent again. */
  post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const submission = `soak-${this.member.id}-${this.#dice.below(2 ** 31)}`;
    return this.#until(`POST ${path}`, () =>
      this.client.post(path, { ...fields, submission }, { headers: this.#headers }),
    );
  }

  async #until(what: string, send: () => Promise<Reply>): Promise<Reply> {
    for (const first = performance.now(); ; ) {
      const from = performance.now();
      if (from - first > patienceMs) throw new Error(`${what} was never answered.`);
      const reply = await send().catch(() => undefined);
      if (reply !== undefined && !reply.headers.has(lost)) {
        this.#note(what, reply, performance.now() - from);
        return reply;
      }
      this.#journal.again += 1;
      await pause(300);
    }
  }

  #note(what: string, { status, text }: Reply, took: number): void {
    const { statuses, failures, latencies } = this.#journal;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    latencies.push(took);
    if (status >= 500) failures.push(`${status} ${what}: ${contentOf(text).slice(0, 300)}`);
  }
}

/** The words of a page's content, without its menus. */
const contentOf = (page: string): string =>
  page
    .slice(Math.max(0, page.indexOf('<main')))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
