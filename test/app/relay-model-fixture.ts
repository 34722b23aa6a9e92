import { AppError } from '#app/errors.ts';
import { type Change, type GraphState, subjectsOf } from '#app/graph/changes.ts';
import type { EntityRow, RelationRow } from '#app/graph/projection.ts';
import type { Sink } from '#app/graph/sink.ts';
import type { Batch, Source } from '#app/graph/source.ts';

/** A random number below `below`. */
export type Draw = (below: number) => number;

interface Relation {
  readonly source: number;
  readonly target: number;
  version: number;
}

/** What a store has: versions of entities, and relations between them. */
export interface Content {
  readonly entities: Map<number, number>;
  readonly relations: Map<number, Relation>;
}

const empty = (): Content => ({ entities: new Map(), relations: new Map() });

interface Transaction {
  readonly rows: Change[];
  readonly effects: (() => void)[];
  readonly locked: Set<number>;
}

/** PostgreSQL: rows of the outbox get their number when written, and are seen when committed. */
export class ModelDatabase {
  readonly content = empty();
  readonly outbox = new Map<number, Change>();
  /** The connection that holds the lock of the writer. */
  holder: object | undefined;
  #next = 1;
  #version = 0;
  readonly #open: Transaction[] = [];
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  drawNumber = (): number => this.#next++;

  /** Begins, continues or commits a transaction. */
  act(): void {
    const open = this.#open[this.#draw(3)];
    if (open === undefined) this.#open.push({ rows: [], effects: [], locked: new Set() });
    else if (this.#draw(3) === 0) this.#commit(open);
    else this.#write(open);
  }

  commitAll(): void {
    for (const open of [...this.#open]) this.#commit(open);
  }

  #commit(transaction: Transaction): void {
    this.#open.splice(this.#open.indexOf(transaction), 1);
    // One in five is rolled back; its numbers are used up.
    if (this.#draw(5) === 0) return;
    for (const effect of transaction.effects) effect();
    for (const row of transaction.rows) this.outbox.set(Number(row.seq), row);
  }

  #write(transaction: Transaction): void {
    const { entities, relations } = this.content;
    const version = ++this.#version;
    const what = this.#draw(6);
    const ids = [...entities.keys()];
    const [a, b] = [ids[this.#draw(ids.length || 1)], ids[this.#draw(ids.length || 1)]];
    if (what < 2 || a === undefined || b === undefined) {
      const [first, amount] = [this.#next * 10, 1 + this.#draw(4)];
      this.#note(transaction, 'entity', first, first + amount - 1);
      for (let id = first; id < first + amount; id += 1)
        transaction.effects.push(() => entities.set(id, version));
      return;
    }
    // Rows that another transaction locked are left alone; it would have to wait.
    if ([a, b].some((id) => this.#open.some((one) => one.locked.has(id)))) return;
    transaction.locked.add(a).add(b);
    if (what === 2) {
      this.#note(transaction, 'entity', a);
      transaction.effects.push(() => entities.set(a, version));
    } else if (what === 3) {
      const id = this.#next * 10;
      this.#note(transaction, 'relation', id);
      transaction.effects.push(() => relations.set(id, { source: a, target: b, version }));
    } else {
      const ended = [...relations].filter(([, one]) => [one.source, one.target].includes(a));
      if (what === 4) {
        this.#note(transaction, 'entity', a);
        transaction.effects.push(() => entities.delete(a));
      }
      for (const [id, { source, target }] of ended) {
        this.#note(transaction, 'relation', id, id, { source: `${source}`, target: `${target}` });
        transaction.effects.push(() => relations.delete(id));
      }
    }
  }

  #note(
    { rows }: Transaction,
    kind: Change['kind'],
    first: number,
    last = first,
    ends: Pick<Change, 'source' | 'target'> = { source: null, target: null },
  ): void {
    const seq = String(this.drawNumber());
    rows.push({ seq, kind, first: String(first), last: String(last), ...ends, attempts: 0 });
  }
}

/** Lets the schedule decide when a step goes on. */
export type Turn = () => Promise<void>;

/** The outbox over a connection, which is lost when its process or the server ends. */
export function modelSource(
  database: ModelDatabase,
  connection: { lost: boolean },
  turn: Turn,
): Source {
  const reach = async (): Promise<void> => {
    await turn();
    if (connection.lost) throw new Error('connection lost');
  };
  return {
    async read({ except = [], only }) {
      await reach();
      const changes = [...database.outbox.values()]
        .filter(({ seq }) => !except.includes(seq) && (only === undefined || seq === only))
        .sort((a, b) => Number(a.seq) - Number(b.seq))
        .slice(0, 4);
      if (changes.length === 0) return undefined;
      const subjects = subjectsOf(changes, 5);
      const batch = { changes, subjects, state: stateOf(database, subjects) };
      await reach();
      return batch;
    },
    async acknowledge({ subjects: { covered, cut } }: Batch) {
      await reach();
      for (const seq of covered) database.outbox.delete(Number(seq));
      const rest = cut && database.outbox.get(Number(cut.seq));
      if (cut && rest) database.outbox.set(Number(cut.seq), { ...rest, first: cut.next });
      // The answer may be lost though it was done.
      await reach();
    },
    fail: () => Promise.reject(new Error('nothing fails by itself here')),
  };
}

function stateOf(database: ModelDatabase, subjects: Batch['subjects']): GraphState {
  const { entities, relations } = database.content;
  return {
    seq: String(database.drawNumber()),
    entities: subjects.entities.flatMap((id) => {
      const version = entities.get(Number(id));
      return version === undefined ? [] : [{ id, sort_order: version } as EntityRow];
    }),
    goneEntities: subjects.entities.filter((id) => !entities.has(Number(id))),
    relations: subjects.relations.flatMap((id) => {
      const one = relations.get(Number(id));
      const ends = one && { source_id: `${one.source}`, target_id: `${one.target}` };
      return one ? [{ id, ...ends, created_at: `${one.version}` } as RelationRow] : [];
    }),
    goneRelations: subjects.goneRelations,
  };
}

/** Neo4j: transactions on their way are done in any order, also after their process has ended. */
export class ModelGraph {
  readonly content = empty();
  /** Transactions that are on their way. */
  readonly underWay: (() => void)[] = [];
  /** Newest version that each entity had; infinite when it was deleted. */
  readonly #newest = new Map<number, number>();
  readonly #draw: Draw;
  #fence = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  sink(isHolder: () => boolean, turn: Turn): Sink {
    return {
      apply: async (state) => {
        await turn();
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const deliver = () => {
          try {
            this.#apply(state, isHolder());
            resolve();
          } catch (error) {
            reject(error);
          }
          // A driver that got no answer sends it again.
          if (this.#draw(4) === 0) this.underWay.push(deliver);
        };
        promise.catch(() => undefined);
        this.underWay.push(deliver);
        await promise;
        await turn();
      },
    };
  }

  #apply(state: GraphState, isHolder: boolean): void {
    if (Number(state.seq) < this.#fence) {
      if (isHolder) throw new Error('the holder of the lock was refused');
      throw new AppError('graph_fenced', { message: 'Refused.' });
    }
    this.#fence = Number(state.seq);
    const { entities, relations } = this.content;
    for (const { id } of state.goneRelations) relations.delete(Number(id));
    for (const id of state.goneEntities) this.#forget(Number(id));
    for (const { id, sort_order: version } of state.entities) this.#put(Number(id), version);
    for (const { id, source_id, target_id, created_at } of state.relations) {
      const [source, target] = [Number(source_id), Number(target_id)];
      for (const end of [source, target]) if (!entities.has(end)) entities.set(end, -1);
      relations.set(Number(id), { source, target, version: Number(created_at) });
    }
  }

  #put(id: number, version: number): void {
    if (version < (this.#newest.get(id) ?? 0)) throw new Error(`entity ${id} went back`);
    this.#newest.set(id, version);
    this.content.entities.set(id, version);
  }

  #forget(id: number): void {
    this.#newest.set(id, Number.POSITIVE_INFINITY);
    this.content.entities.delete(id);
    for (const [relation, { source, target }] of this.content.relations)
      if (source === id || target === id) this.content.relations.delete(relation);
  }
}
