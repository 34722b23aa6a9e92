import type { LedgerState } from './state.ts';

/** What a program brings, to be compared with what a database has. */
export interface Program {
  readonly version: string;
  /** Newest migration that it brings. */
  readonly target: string | null;
  readonly schemaRange: { readonly min: string; readonly max: string };
  readonly graphEnabled: boolean;
}

/** The document of `status --json`: its shape is a contract. */
export interface StatusDocument {
  readonly schema: { readonly current: string | null; readonly target: string | null; readonly schemaRange: Program['schemaRange'] };
  readonly seed: { readonly profile: string; readonly digest: string; readonly at: string } | null;
  /** `null`: no graph is configured and none was ever filled. */
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

export function statusDocument(ledger: LedgerState, { version, target, schemaRange, graphEnabled }: Program): StatusDocument {
  const { schema, seed } = ledger;
  return {
    schema: { current: schema, target, schemaRange },
    seed: seed === null ? null : { profile: seed.profile, digest: seed.digest, at: seed.at.toISOString() },
    graph: graphDocument(ledger, graphEnabled),
    version,
  };
}

function graphDocument({ resync }: LedgerState, enabled: boolean): GraphDocument | null {
  if (resync === null) return enabled ? { enabled, nodes: null, relationships: null, digest: null, at: null, inSync: false } : null;
  const { nodes, relationships, digest, verified, waiting, at } = resync;
  return { enabled, nodes, relationships, digest, at: at.toISOString(), inSync: enabled && verified && waiting === 0 };
}

/** How one part of the environment is. `waiting` needs somebody or something, `off` is so on purpose. */
export type State = 'good' | 'waiting' | 'bad' | 'off';

export interface StatusRow {
  readonly name: string;
  readonly state: State;
  /** One sentence that begins with the state in words. */
  readonly text: string;
  /** What to do about it, when there is something. */
  readonly advice?: string;
  /** When it happened. */
  readonly at?: Date;
}

/** The parts of an environment in the order in which they come about. */
export function statusRows(answer: { ledger: LedgerState | undefined; reason?: string | undefined }, program: Program): StatusRow[] {
  const { ledger, reason } = answer;
  if (ledger === undefined) {
    const text = `PostgreSQL does not answer${reason === undefined ? '' : `: ${reason}`}`;
    return [{ name: 'Database', state: 'bad', text, advice: 'The app asks again at every request; the log says more.' }];
  }
  return [
    { name: 'Database', state: 'good', text: 'PostgreSQL answers' },
    schemaRow(ledger.schema, program),
    seedRow(ledger.seed),
    graphRow(ledger, program.graphEnabled),
  ];
}

function schemaRow(current: string | null, { target, schemaRange: { min, max } }: Program): StatusRow {
  const name = 'Schema';
  const advice = 'Run the migrate command of this version.';
  if (current === null) return { name, state: 'bad', text: 'The database is empty', advice };
  if (current < min) return { name, state: 'bad', text: `${current} is too old: this version needs ${min} or newer`, advice };
  if (current > max) {
    return { name, state: 'bad', text: `${current} is too new: this version knows up to ${max}`, advice: 'Run a newer version.' };
  }
  if (current === target) return { name, state: 'good', text: `${current}, the newest of this version` };
  if (target !== null && current < target)
    return { name, state: 'waiting', text: `${current}, while this version brings ${target}`, advice };
  return { name, state: 'good', text: `${current}, newer than this version and fit for it` };
}

function seedRow(seed: LedgerState['seed']): StatusRow {
  const name = 'Seed';
  if (seed === null) return { name, state: 'waiting', text: 'Nothing was seeded yet', advice: 'Run the seed command.' };
  const profile = { none: 'None, on purpose', base: 'Base', demo: 'Base with demo data' }[seed.profile] ?? seed.profile;
  return { name, state: 'good', text: profile, at: seed.at };
}

function graphRow({ resync }: LedgerState, enabled: boolean): StatusRow {
  const name = 'Graph';
  if (!enabled) return { name, state: 'off', text: 'Off: PostgreSQL answers instead' };
  const advice = 'Run the resync command. Until then PostgreSQL answers.';
  if (resync === null) return { name, state: 'waiting', text: 'Not filled yet', advice };
  const { nodes, relationships, verified, waiting, at } = resync;
  const counts = `${counted(nodes, 'node')}, ${counted(relationships, 'relationship')}`;
  if (!verified) return { name, state: 'bad', text: `Differs from the database: ${counts}`, advice, at };
  if (waiting > 0) return { name, state: 'waiting', text: `${counted(waiting, 'change')} behind: ${counts}`, advice, at };
  return { name, state: 'good', text: `In sync: ${counts}`, at };
}

const counted = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
