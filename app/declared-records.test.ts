import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { declaredRecords } from './declared-records.ts';

/** Tables that exports with records carry, by the kind of record; the file itself has the others. */
const exported: Readonly<Record<string, readonly string[]>> = {
  file: ['entities', 'relations'],
  references: [],
  document_version: ['document_versions'],
  attachment: ['attachments', 'attachment_pieces'],
  adopted_version: ['tor_versions'],
  former_holder: ['former_holders'],
  workflow_version: ['workflow_versions'],
  workflow_history: ['workflow_moves'],
  ballot: ['ballots', 'ballot_voters', 'ballot_votes', 'ballot_boxes', 'ballot_proxies'],
  meeting_pack: ['meeting_packs', 'meeting_pack_readers'],
  motion: ['meeting_motions'],
  approved_minutes: ['approved_minutes', 'minutes_signatures'],
};

/** Tables that they don't carry, by the reason. */
const left: Readonly<Record<string, readonly string[]>> = {
  'derived from exported data': [
    ...['committee_positions', 'decision_numbers', 'entity_properties', 'entity_tallies'],
    ...['meeting_days', 'relation_properties', 'role_grants', 'role_tallies', 'search_documents'],
    ...['shell_documents', 'user_roles'],
  ],
  'secrets and accounts': [
    ...['access_tokens', 'avatars', 'calendar_feeds', 'credentials', 'password_history'],
    ...['security_notices', 'sessions', 'setting_changes', 'sign_in_failures', 'sign_in_places'],
    ...['sign_in_refusals', 'webhook_attempts', 'webhook_deliveries', 'webhook_endpoints'],
    'webhook_secrets',
  ],
  'events of one installation': [
    ...['audit_head', 'audit_log', 'domain_events', 'event_consumers', 'import_changes'],
    ...['import_relations', 'job_schedules', 'jobs', 'live_changes'],
    ...['notification_choices', 'notifications', 'running_imports', 'submissions', 'api_limits'],
    ...['graph_checks', 'graph_outbox', 'graph_outbox_dead', 'graph_relay'],
    ...['ledger.migrations', 'ledger.resyncs', 'ledger.seed_items', 'ledger.seeds'],
  ],
  'the floor of a meeting while it runs': ['meeting_speakers'],
};

test('spec data-exchange#records: each table is exported, or it is known why it is not', () => {
  const path = fileURLToPath(new URL('db/generated/schema.sql', import.meta.url));
  const schema = readFileSync(path, 'utf8');
  const tables = [...schema.matchAll(/^create (?:table|view) ([a-z_.]+) /gm)].map(
    ([, name]) => name,
  );
  expect(tables.length).toBeGreaterThan(50);
  const known = [...Object.values(exported), ...Object.values(left)].flat();
  expect(known.filter((table) => !tables.includes(table))).toEqual([]);
  expect(tables.filter((table) => !known.includes(table ?? ''))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
  expect(declaredRecords.map(({ kind }) => kind).toSorted()).toEqual(
    Object.keys(exported)
      .filter((kind) => kind !== 'file')
      .toSorted(),
  );
});
