import { randomBytes } from 'node:crypto';
import type { Driver } from 'neo4j-driver';
import type pg from 'pg';
import { AppError } from '../errors.ts';
import { ahead } from './ahead.ts';
import { readContents } from './contents.ts';
import { type Contents, ContentsTally, differences } from './digest.ts';
import { graphQueries, graphTransaction, type RunQuery } from './driver.ts';
import { claimGraph, passFence } from './fence.ts';
import { inLanes } from './lanes.ts';
import { withGraphLock } from './lock.ts';
import { isIdentifier, keyFate, nodeOf, relationshipOf } from './projection.ts';
import {
  type Bookkeeping,
  createNodes,
  createRelationships,
  ensureConstraint,
  isEmpty,
  removeDoubles,
  removeStale,
  writeNodes,
  writeRelationships,
} from './projector.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';

export interface ResyncOptions {
  readonly pool: pg.Pool;
  /** From `createGraphDriver`, or with other timeouts. */
  readonly driver: Driver;
  /**
   * Value of the property `env` that separates this database in the graph; no other is read or
   * written.
   */
  readonly env: string;
  /** @default now */
  readonly now?: Date;
  /** Entities or relations written per transaction. @default 2,000 */
  readonly batchSize?: number;
  /**
   * Time limit per statement before the graph counts as unreachable, in milliseconds.
   * @default 30,000
   */
  readonly deadlineMs?: number;
  /** Called for each step and for anything that cannot be projected. */
  readonly log?: (message: string, details: Record<string, unknown>) => void;
}

export interface ResyncResult {
  /** Identifies this resync: its start time and a random part. */
  readonly generation: string;
  readonly nodes: number;
  readonly relationships: number;
  /** Stale nodes and relationships removed. */
  readonly deleted: number;
  /** Of the content, equal for both stores. */
  readonly digest: string;
  readonly durationMs: number;
}

/**
 * Makes the graph equal to the database. Readers see the old content until it is replaced;
 * concurrent changes wait in the outbox. At the end everything is read back and compared, and only
 * then recorded as verified. Throws `resync_running`, `graph_unreachable` (retryable),
 * `graph_refused` (wrong password) or `graph_mismatch`.
 */
export async function resync(options: ResyncOptions): Promise<ResyncResult> {
  const { pool, driver, now = new Date(), deadlineMs = 30_000 } = options;
  const started = performance.now();
  const query = graphQueries(driver, deadlineMs);
  return withGraphLock(pool, async (client) => {
    await ensureConstraint(query);
    const run: Run = { ...options, client, query, gen: generationAt(now), startedAt: now };
    try {
      return { ...(await project(run)), durationMs: Math.round(performance.now() - started) };
    } catch (error) {
      // The graph contains a mixture now. If this record fails too, the original error is the one
      // to report.
      await noteResync(run, {
        nodes: 0,
        relationships: 0,
        deleted: 0,
        digest: '',
        verified: false,
        watermark: '0',
      }).catch(() => undefined);
      throw error;
    }
  });
}

const defaultSize = 2_000;

interface Run extends ResyncOptions {
  readonly client: pg.ClientBase;
  readonly query: RunQuery;
  readonly gen: string;
  readonly startedAt: Date;
}

async function project(run: Run): Promise<Omit<ResyncResult, 'durationMs'>> {
  const { client, query, env, gen, batchSize = defaultSize, log = () => undefined } = run;
  await using snapshot = await openSnapshot(client, batchSize);
  const { watermark } = snapshot;
  await claimGraph(query, { env, seq: watermark });
  const wasEmpty = await isEmpty(query, env);
  const wanted = await write(snapshot, { env, gen, seq: watermark }, run, wasEmpty ? fill : update);
  log('graph written', {
    generation: gen,
    nodes: wanted.nodes,
    relationships: wanted.relationships,
  });
  const deleted = wasEmpty ? 0 : await removeStale(query, { env, gen });
  const found = await readEqual(wanted, run);
  // In the transaction of the snapshot: the outbox loses exactly the projected changes, and
  // their record.
  const cleared = await snapshot.clearOutbox();
  await noteResync(run, { ...found, deleted, verified: true, watermark });
  await snapshot.commit();
  log('graph verified', {
    generation: gen,
    deleted,
    digest: found.digest,
    changesCovered: cleared,
  });
  return {
    generation: gen,
    nodes: found.nodes,
    relationships: found.relationships,
    deleted,
    digest: found.digest,
  };
}

/** Reads the graph back; removes duplicate relationships, which writing cannot detect. */
async function readEqual(
  wanted: Contents,
  { query, env, gen, batchSize = defaultSize }: Run,
): Promise<Contents> {
  const found = await readContents(query, env, batchSize);
  if (differences(wanted, found).length === 0) return found;
  const again =
    (await removeDoubles(query, env)) === 0 ? found : await readContents(query, env, batchSize);
  const wrong = differences(wanted, again);
  if (wrong.length > 0) throw mismatch(wrong, gen);
  return again;
}

/** How content is written: into an environment without nodes, or over existing ones. */
interface Writers {
  readonly nodes: typeof writeNodes;
  readonly relationships: typeof writeRelationships;
  /** Transactions of relationships at a time. */
  readonly relationshipLanes: 1 | 2;
}

/** Two writers of new relationships did not deadlock in measurements; with `merge` they do. */
const fill: Writers = {
  ...{ nodes: createNodes, relationships: createRelationships, relationshipLanes: 2 },
};

/** `merge` locks ends in the order of its rows. */
const update: Writers = {
  ...{ nodes: writeNodes, relationships: writeRelationships, relationshipLanes: 1 },
};

/** Writes the snapshot and returns the expected contents of the graph. */
async function write(
  snapshot: Snapshot,
  bookkeeping: Bookkeeping,
  run: Run,
  writers: Writers,
): Promise<Contents> {
  const { driver, deadlineMs = 30_000 } = run;
  const writing: Writing = {
    ...{ bookkeeping, writers, tally: new ContentsTally(), leftOut: new Set<string>() },
    commit: (lane, work) =>
      graphTransaction(driver, deadlineMs, async (query) => {
        await passFence(query, bookkeeping, [lane]);
        await work(query);
      }),
  };
  await writeEntities(snapshot, writing);
  await writeRelations(snapshot, writing);
  const { leftOut, tally } = writing;
  if (leftOut.size > 0)
    run.log?.('names that the graph does not support were left out', {
      names: [...leftOut].slice(0, 20),
    });
  return tally.contents();
}

interface Writing {
  readonly bookkeeping: Bookkeeping;
  readonly writers: Writers;
  readonly tally: ContentsTally;
  /** Names that are not identifiers, for a warning. */
  readonly leftOut: Set<string>;
  /** Runs `work` in a transaction of this writer, beside those of other lanes. */
  readonly commit: (lane: number, work: (query: RunQuery) => Promise<void>) => Promise<void>;
}

async function writeEntities(snapshot: Snapshot, writing: Writing): Promise<void> {
  const { bookkeeping, writers, tally, leftOut, commit } = writing;
  await inLanes(2, ahead(snapshot.entities()), async (page, lane) => {
    const nodes = page.map((row) => nodeOf(row, bookkeeping.env));
    await commit(lane, (query) => writers.nodes(query, nodes, bookkeeping));
    for (const node of nodes) tally.addNode(node);
    for (const { entity_type } of page)
      if (!isIdentifier(entity_type)) leftOut.add(`type ${entity_type}`);
    noteInvalidKeys(page, leftOut);
  });
}

async function writeRelations(snapshot: Snapshot, writing: Writing): Promise<void> {
  const { bookkeeping, writers, tally, leftOut, commit } = writing;
  await inLanes(writers.relationshipLanes, ahead(snapshot.relations()), async (page, lane) => {
    const type = page[0]?.type ?? '';
    if (!isIdentifier(type)) {
      leftOut.add(`relation type ${type}`);
      return;
    }
    const relationships = page.map((row) => relationshipOf(row, bookkeeping.env));
    await commit(lane, (query) => writers.relationships(query, relationships, bookkeeping));
    for (const relationship of relationships) tally.addRelationship(relationship);
    noteInvalidKeys(page, leftOut);
  });
}

function noteInvalidKeys(
  page: readonly { readonly properties: Readonly<Record<string, string>> }[],
  leftOut: Set<string>,
): void {
  for (const { properties } of page) {
    for (const key of Object.keys(properties))
      if (keyFate(key) === 'invalid') leftOut.add(`property ${key}`);
  }
}

interface Note extends Pick<Contents, 'nodes' | 'relationships' | 'digest'> {
  readonly verified: boolean;
  readonly watermark: string;
  readonly deleted: number;
}

async function noteResync({ client, env, gen, startedAt }: Run, note: Note): Promise<void> {
  await client.query(
    `insert into ledger.resyncs (graph_env, generation, nodes, relationships, digest, verified, started_at, finished_at, watermark, deleted)
     values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8, $9)`,
    [
      env,
      gen,
      note.nodes,
      note.relationships,
      note.digest,
      note.verified,
      startedAt,
      note.watermark,
      note.deleted,
    ],
  );
}

function mismatch(wrong: readonly string[], generation: string): AppError {
  return new AppError('graph_mismatch', {
    message: `The graph differs from the database after the resync: ${wrong.slice(0, 3).join('; ')}. The graph is marked as stale. Run resync again.`,
    details: { generation, differences: wrong.slice(0, 20) },
  });
}

const generationAt = (now: Date) =>
  `${now.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
