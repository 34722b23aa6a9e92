import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const app = fileURLToPath(new URL('.', import.meta.url));

/** Files that may write, and why they are not commands. */
const writers: readonly (readonly [path: RegExp, why: string])[] = [
  [/^ontology\//, 'what commands are made of'],
  [/^audit\/(record|retention)\.ts$/, 'the log itself'],
  [
    /^auth\/[a-z-]+-store\.ts$/,
    'sessions, throttle and credentials: tables of their own, with their events recorded',
  ],
  [
    /^auth\/end-access\.ts$/,
    'sessions and tokens that end with a password: written inside a command',
  ],
  [
    /^(api|tokens)\/[a-z]+-store\.ts$/,
    'tokens and answers that are given again: tables of their own',
  ],
  [
    /^subscriptions\/feed-store\.ts$/,
    'addresses of calendars: a table of their own, written inside a command or when one is read',
  ],
  [/^account\/avatar-store\.ts$/, 'pictures: a table of their own, written inside a command'],
  [
    /^settings\/pending-store\.ts$/,
    'changes that wait for a second person: a table of their own, written inside a command',
  ],
  [
    /^security-notices\/(notice|place)-store\.ts$/,
    'notices and known places: tables of their own, written with the audit entry',
  ],
  [
    /^(documents\/document|attachments\/attachment)-store\.ts$/,
    'versions and attachments: tables of their own, written inside a command',
  ],
  [
    /^adopted-versions\/version-store\.ts$/,
    'adopted versions: a table of their own, written inside a command',
  ],
  [
    /^workflow\/move-store\.ts$/,
    'moves of items and versions of workflows: tables of their own, written inside a command',
  ],
  [
    /^positions\/former-store\.ts$/,
    'terms of office of deleted users: a table of their own, written inside a command',
  ],
  [
    /^minutes\/signature-store\.ts$/,
    'signatures of minutes: a table of their own, written inside a command',
  ],
  [
    /^meetings\/speaker-store\.ts$/,
    'speakers of meetings: a table of their own, written inside a command',
  ],
  [
    /^motions\/(settled-)?motion-store\.ts$/,
    'motions at meetings: a table of their own, written inside a command',
  ],
  [
    /^meeting-pack\/pack-store\.ts$/,
    'meeting packs and their readers: tables of their own, written inside a command',
  ],
  [
    /^ballots\/(closed-)?ballot-store\.ts$/,
    'ballots: tables of their own, written inside a command',
  ],
  [/^jobs\/[a-z]+-store\.ts$/, 'jobs and schedules: tables of their own'],
  [
    /^warnings\/(warning|receipt|retention)-store\.ts$/,
    'warnings and receipts, set-based: written inside a command or by a check',
  ],
  [
    /^notifications\/(notification|choice|mail)-store\.ts$/,
    'notifications and choices: tables of their own',
  ],
  [
    /^webhooks\/(endpoint|secret|delivery|queue)-store\.ts$/,
    'webhooks, their secrets and deliveries: tables of their own, written inside a command or when one is sent',
  ],
  [/^webhooks\/deliver\.ts$/, 'answers of endpoints: each a transaction of its own'],
  [/^notifications\/(mail-)?jobs\.ts$/, 'reminders and emails: each a transaction of its own'],
  [/^warnings\/(check|retention)\.ts$/, 'checks and retention: each a transaction of its own'],
  [/^live\/change-store\.ts$/, 'the log of changes, which triggers write: old rows are removed'],
  [
    /^events\/(event-store|consume)\.ts$/,
    'domain events, written with the audit entry, and how far their consumers have read',
  ],
  [/^(db\/migrations|seed)\//, 'how a database begins'],
  [/^db\/(ledger|migrate)\.ts$/, 'how a database begins'],
  [/^data-manager\/formats\/sql\/write\.ts$/, 'a text for another database; never run here'],
  [
    /^data-manager\/running-store\.ts$/,
    'progress of an import, which others see before its transaction ends',
  ],
  [
    /^data-manager\/import\/staged-store\.ts$/,
    'relations of a file, which wait until its entities are stored',
  ],
  [/^data-manager\/import\/retention\.ts$/, 'notes of imports that the log no longer tells of'],
  [/^graph\//, 'the projection and its outbox'],
];

const writing =
  /\b(insert\s+into|update\s+[a-z_."]+\s+(?:[a-z]\s+)?set|delete\s+from|truncate)\b|\.(insertInto|updateTable|deleteFrom|mergeInto)\(/i;

/** Source without comments, which may mention an insert. */
const code = (path: string): string =>
  readFileSync(join(app, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

const sources = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!\.test)\.tsx?$/.test(path),
);

test('spec ontology#commands: nothing writes to the database but commands and a few stores', () => {
  const others = sources.filter(
    (path) => writing.test(code(path)) && !writers.some(([allowed]) => allowed.test(path)),
  );
  expect(others).toEqual([]);
});

test('only the store and listed files start a transaction', () => {
  const begins = sources.filter((path) =>
    /\.transaction\(\)|\bstartTransaction\(/.test(code(path)),
  );
  // They only read: a whole chain in one snapshot, and a locked credential.
  const readers = ['audit/verify.ts', 'account/change-password.ts'];
  expect(
    begins.filter(
      (path) => !readers.includes(path) && !writers.some(([allowed]) => allowed.test(path)),
    ),
  ).toEqual([]);
});
