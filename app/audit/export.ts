import type { Db } from '../db/database.ts';
import { csvLine, csvStart } from '../http/csv.ts';
import { actorOf, type Entry, summaryOf } from './present.ts';
import { readEntries } from './queries.ts';
import type { AuditFilter } from './rules.ts';

/** Entries per read: enough to be fast, few enough for constant memory. */
const portion = 1000;

const head = [
  ...[
    'entry',
    'time',
    'user',
    'user_name',
    'action',
    'outcome',
    'target_type',
    'target',
    'summary',
  ],
  ...['before', 'after', 'details', 'address', 'request', 'session', 'user_agent'],
];

/**
 * Yields the log as CSV, newest first, written while it is read. Entries added meanwhile are not
 * included.
 */
export async function* auditCsv(
  db: Db,
  filter: AuditFilter,
  timeZone: string,
): AsyncGenerator<string> {
  yield csvStart + csvLine(head);
  for (let place: string | undefined, more = true; more; ) {
    const entries = await readEntries(
      db,
      filter,
      place === undefined ? undefined : { before: place },
      portion,
    );
    if (entries.length > 0) yield entries.map((entry) => lineOf(entry, timeZone)).join('');
    place = entries.at(-1)?.seq;
    more = entries.length === portion;
  }
}

function lineOf(entry: Entry, timeZone: string): string {
  const { seq, at, actorName, action, outcome, targetType, targetLabel, before, after, details } =
    entry;
  const cells = [
    ...[
      seq,
      at,
      actorOf(entry),
      actorName,
      action,
      outcome,
      targetType,
      targetLabel,
      summaryOf(entry),
    ],
    ...[
      json(before),
      json(after),
      json(details),
      entry.address,
      entry.requestId,
      entry.sessionHash,
      entry.userAgent,
    ],
  ];
  return csvLine(cells, timeZone);
}

const json = (facts: object | null): string | null =>
  facts === null ? null : JSON.stringify(facts);
