import { type AuditFailures, type AuditVolume, levelOf } from '../audit/index.ts';
import type { LedgerState } from './state.ts';
import { texts } from './texts.ts';

/** The facts that the program expects, to compare with the database. */
export interface Program {
  readonly version: string;
  /** Newest migration of the program. */
  readonly target: string | null;
  readonly schemaRange: { readonly min: string; readonly max: string };
  readonly graphEnabled: boolean;
}

/** The document of `status --json`: its shape is a contract. */
export interface StatusDocument {
  readonly schema: {
    readonly current: string | null;
    readonly target: string | null;
    readonly schemaRange: Program['schemaRange'];
  };
  readonly seed: { readonly profile: string; readonly digest: string; readonly at: string } | null;
  /** `null` if no graph is configured and none was ever written. */
  readonly graph: GraphDocument | null;
  readonly version: string;
}

interface GraphDocument {
  readonly enabled: boolean;
  readonly nodes: number | null;
  readonly relationships: number | null;
  readonly digest: string | null;
  readonly at: string | null;
  /** The last resync was verified, and nothing changed since. */
  readonly inSync: boolean;
}

export function statusDocument(
  ledger: LedgerState,
  { version, target, schemaRange, graphEnabled }: Program,
): StatusDocument {
  const { schema, seed } = ledger;
  return {
    schema: { current: schema, target, schemaRange },
    seed:
      seed === null
        ? null
        : { profile: seed.profile, digest: seed.digest, at: seed.at.toISOString() },
    graph: graphDocument(ledger, graphEnabled),
    version,
  };
}

function graphDocument({ resync }: LedgerState, enabled: boolean): GraphDocument | null {
  if (resync === null)
    return enabled
      ? { enabled, nodes: null, relationships: null, digest: null, at: null, inSync: false }
      : null;
  const { nodes, relationships, digest, verified, waiting, at } = resync;
  return {
    enabled,
    nodes,
    relationships,
    digest,
    at: at.toISOString(),
    inSync: enabled && verified && waiting === 0,
  };
}

/**
 * State of one part of the environment. `waiting` needs a user or another part, `off` is intended.
 */
export type State = 'good' | 'waiting' | 'bad' | 'off';

export interface StatusRow {
  readonly name: string;
  readonly state: State;
  /** A sentence that starts with the state. */
  readonly text: string;
  /** The next step, if there is any. */
  readonly advice?: string;
  /** When it happened. */
  readonly at?: Date;
}

/** State reported by the database, and by this process. */
interface StatusAnswer {
  readonly ledger: LedgerState | undefined;
  /** Why there is no ledger. */
  readonly reason?: string | undefined;
  readonly audit?: AuditState | undefined;
}

export interface AuditState {
  readonly volume: AuditVolume;
  readonly failures: AuditFailures;
  /** How the log differs from what this process saw earlier. */
  readonly rewritten?: string | undefined;
}

/** The parts of an environment, in the order in which they are created. */
export function statusRows({ ledger, reason, audit }: StatusAnswer, program: Program): StatusRow[] {
  const { name, answers, silent, advice } = texts.database;
  if (ledger === undefined) return [{ name, state: 'bad', text: silent(reason), advice }];
  return [
    { name, state: 'good', text: answers },
    schemaRow(ledger.schema, program),
    seedRow(ledger.seed),
    graphRow(ledger, program.graphEnabled),
    ...(audit === undefined ? [] : [auditRow(audit)]),
  ];
}

function schemaRow(
  current: string | null,
  { target, schemaRange: { min, max } }: Program,
): StatusRow {
  const {
    name,
    empty,
    tooOld,
    tooNew,
    newest,
    behind,
    ahead,
    migrate: advice,
    update,
  } = texts.schema;
  if (current === null) return { name, state: 'bad', text: empty, advice };
  if (current < min) return { name, state: 'bad', text: tooOld(current, min), advice };
  if (current > max) return { name, state: 'bad', text: tooNew(current, max), advice: update };
  if (current === target) return { name, state: 'good', text: newest(current) };
  if (target !== null && current < target)
    return { name, state: 'waiting', text: behind(current, target), advice };
  return { name, state: 'good', text: ahead(current) };
}

function seedRow(seed: LedgerState['seed']): StatusRow {
  const { name, none, advice, profiles } = texts.seed;
  if (seed === null) return { name, state: 'waiting', text: none, advice };
  return { name, state: 'good', text: profiles[seed.profile] ?? seed.profile, at: seed.at };
}

/**
 * An unrecorded change is rolled back, so failures affect users at once (spec
 * audit-log#same-transaction).
 */
function auditRow({ volume, failures, rewritten }: AuditState): StatusRow {
  const { name, advice, ...words } = texts.audit;
  if (rewritten !== undefined)
    return { name, state: 'bad', text: words.rewritten(rewritten), advice: advice.rewritten };
  if (failures.count > 0) {
    const at = failures.last === undefined ? {} : { at: failures.last };
    return { name, state: 'bad', text: words.failed(failures.count), advice: advice.failed, ...at };
  }
  const room =
    volume.limit === 0 ? words.size(volume.bytes) : words.sizeOf(volume.bytes, volume.limit);
  const level = levelOf(volume);
  if (level === 'good') return { name, state: 'good', text: room };
  return {
    name,
    state: level === 'high' ? 'waiting' : 'bad',
    text: words.high(room),
    advice: advice.high,
  };
}

function graphRow({ resync }: LedgerState, enabled: boolean): StatusRow {
  const { name, off, empty, advice, ...words } = texts.graph;
  if (!enabled) return { name, state: 'off', text: off };
  if (resync === null) return { name, state: 'waiting', text: empty, advice };
  const { nodes, relationships, verified, waiting, at } = resync;
  const counts = words.counts(nodes, relationships);
  if (!verified) return { name, state: 'bad', text: words.differs(counts), advice, at };
  if (waiting > 0)
    return { name, state: 'waiting', text: words.behind(waiting, counts), advice, at };
  return { name, state: 'good', text: words.inSync(counts), at };
}
