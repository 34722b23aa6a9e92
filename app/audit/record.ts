import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { audienceColumns, insertEvents } from '../events/index.ts';
import type { AuditEntry, AuditTrail, SealedEntry } from '../ontology/audit-trail.ts';
import type { LaterChange } from '../ontology/outcome.ts';
import { leaveNotices, noticesOf } from '../security-notices/index.ts';
import { auditable, differs } from './auditable.ts';

export interface AuditOptions {
  /** `db`, `stdout` or both (`AUDIT_SINK`). */
  readonly sinks: readonly string[];
  /** Name of this environment. */
  readonly environment: string;
  /** Receives a line per event if `stdout` is a sink. */
  readonly log: { info(facts: object, message: string): void };
  /** Called when events could not be written; their change fails with them. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The audit log: an append-only table, and a log line per row as a witness outside the database.
 * In the same transaction, and even when the audit log is off, changes of commands become domain
 * events, and events that concern an account leave a security notice for its user.
 */
export function createAuditTrail({ sinks, environment, log, onFailure }: AuditOptions): AuditTrail {
  return {
    record: async (tx, entries) => {
      const telling = entries.filter(
        ({ before, after }) =>
          before === undefined || after === undefined || differs(before, after),
      );
      if (telling.length === 0) return [];
      await leaveNotices(tx, noticesOf(telling));
      try {
        return await (sinks.includes('db')
          ? insert(tx, environment, telling)
          : unsealed(tx, environment, telling));
      } catch (error) {
        onFailure?.(error);
        throw error;
      }
    },
    publish: (entries) => {
      if (!sinks.includes('stdout')) return;
      for (const entry of entries)
        log.info({ audit: lineOf(entry, environment) }, `audit ${entry.action}`);
    },
    since: (tx, entityId, version) => laterChanges(tx, entityId, version),
  };
}

interface Sealed {
  readonly place: number;
  readonly seq: string;
  readonly at: Date;
  readonly hash: string;
}

/**
 * Whether the switch for both sinks is on (spec audit-log#sinks). A missing setting does not turn
 * it off, and it can be turned off in development only.
 */
const enabledIn = (environment: string) =>
  environment === 'dev' || environment === 'test'
    ? sql`coalesce((
  select e.properties ->> 'value' from entities e
  where e.entity_type = 'setting' and e.name = 'audit.enabled'), 'true') <> 'false'`
    : sql`true`;

/**
 * The first parts of the statement: the recorded rows, and the insert of their domain events (spec
 * jobs#events). The switch applies to the log only.
 */
function recordedWith(environment: string, entries: readonly AuditEntry[]) {
  const rows = JSON.stringify(
    entries.map((entry, place) => ({
      ...{ place, always: entry.always === true, environment },
      ...rowOf(entry),
      ...audienceColumns(entry.audience),
    })),
    storable,
  );
  return sql`
    recorded as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as n(place integer, always boolean, environment text, action text, outcome text,
        actor_id bigint, actor_name text, address text, user_agent text, session_hash text, request_id text,
        target_type text, target_id bigint, target_label text, target_version bigint, before jsonb, after jsonb, details jsonb,
        audience text, audience_ids bigint[])),
    events as (${insertEvents('recorded')})`;
}

/** Inserts all rows in one statement, in order; the table's trigger chains them. */
async function insert(
  tx: Tx,
  environment: string,
  entries: readonly AuditEntry[],
): Promise<readonly SealedEntry[]> {
  const { rows: sealed } = await sql<Omit<Sealed, 'place'>>`
    with ${recordedWith(environment, entries)}
    insert into audit_log (environment, action, outcome, actor_id, actor_name, address, user_agent, session_hash, request_id,
      target_type, target_id, target_label, target_version, before, after, details)
    select environment, action, outcome, actor_id, actor_name, address, user_agent, session_hash, request_id,
      target_type, target_id, target_label, coalesce(target_version, (select e.version from entities e where e.id = target_id)),
      before, after, details
    from recorded where always or ${enabledIn(environment)} order by place
    returning seq, at, encode(hash, 'hex') as hash`.execute(tx);
  // Rows are returned in insertion order; those skipped by the switch are missing in both.
  const written =
    sealed.length === entries.length ? entries : entries.filter(({ always }) => always === true);
  return written.flatMap((entry, place) => {
    const seal = sealed[place];
    return seal === undefined ? [] : [{ ...entry, ...seal }];
  });
}

/** Without the table there is no chain; the switch still applies. */
async function unsealed(
  tx: Tx,
  environment: string,
  entries: readonly AuditEntry[],
): Promise<readonly SealedEntry[]> {
  const { rows } = await sql<{
    on: boolean;
    at: Date;
  }>`
    with ${recordedWith(environment, entries)}
    select ${enabledIn(environment)} as on, now() as at`.execute(tx);
  const [state] = rows;
  if (state === undefined) return [];
  return entries
    .filter(({ always }) => always === true || state.on)
    .map((entry) => ({ ...entry, seq: '0', at: state.at, hash: '' }));
}

/**
 * A jsonb document holds neither NUL nor unpaired surrogates, and external text may contain both.
 */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value;

const cut = (text: string | undefined, most: number): string | undefined =>
  text === undefined ? undefined : [...text].slice(0, most).join('');

function rowOf({ action, actor, outcome = 'success', target, before, after, details }: AuditEntry) {
  const { origin } = actor;
  return {
    action,
    outcome,
    actor_id: actor.id,
    actor_name: cut(actor.name, 255),
    address: cut(origin.address, 64),
    user_agent: cut(origin.userAgent, 512),
    session_hash: cut(origin.sessionHash, 64),
    request_id: cut(origin.requestId, 64),
    target_type: cut(target?.type, 63),
    target_id: target?.id,
    target_label: cut(target?.label, 255),
    ...auditable(before, after),
    details,
  };
}

/**
 * The line of the other sink. It includes the digest, so that the lines can prove that the table
 * was rewritten.
 */
function lineOf({ seq, at, hash, ...entry }: SealedEntry, environment: string): object {
  return { seq, at: at.toISOString(), environment, ...rowOf(entry), hash };
}

async function laterChanges(
  tx: Tx,
  entityId: string,
  version: string,
): Promise<readonly LaterChange[]> {
  const { rows } = await sql<LaterChange>`
    select at, coalesce((select nullif(label, '') from entities where id = audit_log.actor_id), actor_name) as by, action, (
      select coalesce(json_agg(key order by key), '[]') from (
        select jsonb_object_keys(coalesce(before, '{}')) as key union select jsonb_object_keys(coalesce(after, '{}'))) k) as fields
    from audit_log
    where target_id = ${entityId} and target_version > ${version} and outcome = 'success'
      and target_type = (select entity_type from entities where id = ${entityId})
    order by seq desc limit 5`.execute(tx);
  return rows;
}
