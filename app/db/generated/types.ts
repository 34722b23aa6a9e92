// Written by app/db/generate.ts from the migrated database. Run it again after a new migration.
import type { ColumnType } from 'kysely';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface AccessTokens {
  id: ColumnType<string, never, never>;
  user_id: string;
  name: string;
  hash: Buffer;
  ending: string;
  may_write: boolean;
  codes: string[];
  created_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_used_address: ColumnType<string | null, string | null | undefined, string | null>;
  refused_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  revoked_because: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ApiLimits {
  caller: Buffer;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  requests: number;
}

export interface ApprovedMinutes {
  minutes_id: string;
  content: string;
  sha256: Buffer;
  recorded_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AttachmentPieces {
  attachment_id: string;
  number: number;
  content: Buffer;
}

export interface Attachments {
  id: ColumnType<string, never, never>;
  entity_id: string;
  name: string;
  media_type: string;
  bytes: string;
  sha256: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  uploaded_at: ColumnType<Date, Date | string, Date | string>;
  uploaded_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  uploaded_by: string;
  is_complete: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface AuditHead {
  sole: ColumnType<boolean, boolean | undefined, boolean>;
  seq: string;
  hash: Buffer;
  at: ColumnType<Date, Date | string, Date | string>;
  pruned_seq: string;
  pruned_hash: Buffer;
}

export interface AuditLog {
  seq: string;
  at: ColumnType<Date, Date | string, Date | string>;
  environment: string;
  action: string;
  outcome: string;
  actor_id: ColumnType<string | null, string | null | undefined, string | null>;
  actor_name: string;
  address: ColumnType<string | null, string | null | undefined, string | null>;
  user_agent: ColumnType<string | null, string | null | undefined, string | null>;
  session_hash: ColumnType<string | null, string | null | undefined, string | null>;
  request_id: ColumnType<string | null, string | null | undefined, string | null>;
  target_type: ColumnType<string | null, string | null | undefined, string | null>;
  target_id: ColumnType<string | null, string | null | undefined, string | null>;
  target_label: ColumnType<string | null, string | null | undefined, string | null>;
  target_version: ColumnType<string | null, string | null | undefined, string | null>;
  before: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  after: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  details: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  previous_hash: Buffer;
  hash: Buffer;
}

export interface Avatars {
  user_id: string;
  media_type: string;
  digest: string;
  content: Buffer;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface BallotBoxes {
  ballot_id: string;
  choices: ColumnType<Json, unknown | undefined, unknown>;
}

export interface BallotProxies {
  ballot_id: string;
  seat: string;
  proxy_id: string;
  proxy: string;
}

export interface BallotVoters {
  ballot_id: string;
  seat: string;
  voter_id: string;
  voter: string;
  way: string;
}

export interface BallotVotes {
  ballot_id: string;
  seat: string;
  choice: ColumnType<Json, unknown, unknown>;
}

export interface Ballots {
  id: ColumnType<string, never, never>;
  agenda_point_id: string;
  method: string;
  majority: string;
  is_secret: boolean;
  is_weighted: boolean;
  has_casting_vote: boolean;
  options: ColumnType<Json, unknown, unknown>;
  electorate: ColumnType<Json, unknown, unknown>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  opened_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  opened_by: string;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  closed_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  closed_by: ColumnType<string | null, string | null | undefined, string | null>;
  result: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
}

export interface CalendarFeeds {
  id: ColumnType<string, never, never>;
  user_id: string;
  tor_id: ColumnType<string | null, string | null | undefined, string | null>;
  hash: Buffer;
  ending: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  content: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  changed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface CommitteePositions {
  position_id: string;
  tor_id: string;
  is_mandatory: boolean;
  vacant: string;
}

export interface Credentials {
  user_id: string;
  password_hash: string;
  must_change: ColumnType<boolean, boolean | undefined, boolean>;
  changed_at: ColumnType<Date, Date | string | undefined, Date | string>;
  last_sign_in_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_sign_in_address: ColumnType<string | null, string | null | undefined, string | null>;
  last_failure_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  failures: ColumnType<number, number | undefined, number>;
}

export interface DecisionNumbers {
  tor_id: string;
  year: number;
  last: number;
}

export interface DocumentVersions {
  document_id: string;
  number: number;
  title: string;
  doc_type: string;
  body: string;
  saved_at: ColumnType<Date, Date | string | undefined, Date | string>;
  saved_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  saved_by: ColumnType<string | null, string | null | undefined, string | null>;
  restored_from: ColumnType<number | null, number | null | undefined, number | null>;
  approved_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  approved_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  approved_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface DomainEvents {
  id: ColumnType<string, never, never>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  action: string;
  actor_id: ColumnType<string | null, string | null | undefined, string | null>;
  actor_name: string;
  target_type: ColumnType<string | null, string | null | undefined, string | null>;
  target_id: ColumnType<string | null, string | null | undefined, string | null>;
  target_label: ColumnType<string | null, string | null | undefined, string | null>;
  audience: string;
  audience_ids: ColumnType<string[], string[] | undefined, string[]>;
  before: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  after: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  details: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
}

export interface Entities {
  id: ColumnType<string, never, never>;
  entity_type: string;
  name: string;
  label: string;
  sort_order: ColumnType<number, number | undefined, number>;
  is_active: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  version: ColumnType<string, string | undefined, string>;
  properties: ColumnType<Json, unknown | undefined, unknown>;
}

export interface EntityProperties {
  entity_id: ColumnType<string | null, string | null | undefined, string | null>;
  key: ColumnType<string | null, string | null | undefined, string | null>;
  value: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface EntityTallies {
  entity_type: string;
  is_active: boolean;
  amount: string;
}

export interface EventConsumers {
  name: string;
  read_to: string;
}

export interface FormerHolders {
  position_id: string;
  user_id: ColumnType<string | null, string | null | undefined, string | null>;
  holder: string;
  properties: ColumnType<Json, unknown, unknown>;
  last_day: string;
  deleted_at: ColumnType<Date, Date | string, Date | string>;
  deleted_by: string;
}

export interface GraphChecks {
  id: ColumnType<string, never, never>;
  graph_env: string;
  checked_at: ColumnType<Date, Date | string, Date | string>;
  nodes: string;
  relationships: string;
  healed: number;
  kinds: string[];
}

export interface GraphOutbox {
  seq: ColumnType<string, never, never>;
  kind: string;
  entity_id: ColumnType<string | null, string | null | undefined, string | null>;
  relation_id: ColumnType<string | null, string | null | undefined, string | null>;
  op: string;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  attempts: ColumnType<number, number | undefined, number>;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
  last_id: ColumnType<string | null, string | null | undefined, string | null>;
  source_id: ColumnType<string | null, string | null | undefined, string | null>;
  target_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface GraphOutboxDead {
  seq: string;
  kind: string;
  entity_id: ColumnType<string | null, string | null | undefined, string | null>;
  relation_id: ColumnType<string | null, string | null | undefined, string | null>;
  op: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  attempts: number;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
  died_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface GraphRelay {
  graph_env: string;
  seq: string;
  applied_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ImportChanges {
  entity_id: string;
  last_id: ColumnType<string | null, string | null | undefined, string | null>;
  import: string;
  change: string;
}

export interface ImportRelations {
  import: string;
  place: number;
  type: string;
  source_type: string;
  source_name: string;
  target_type: string;
  target_name: string;
  properties: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  describes: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface JobSchedules {
  kind: string;
  cron: string;
  time_zone: string;
  next_at: ColumnType<Date, Date | string, Date | string>;
  last_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Jobs {
  id: ColumnType<string, never, never>;
  kind: string;
  unique_key: ColumnType<string | null, string | null | undefined, string | null>;
  payload: ColumnType<Json, unknown | undefined, unknown>;
  state: ColumnType<string, string | undefined, string>;
  due_at: ColumnType<Date, Date | string, Date | string>;
  attempts: ColumnType<number, number | undefined, number>;
  max_attempts: number;
  again: ColumnType<boolean, boolean | undefined, boolean>;
  runner: ColumnType<string | null, string | null | undefined, string | null>;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  started_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface LedgerMigrations {
  id: string;
  name: string;
  checksum: string;
  grade: string;
  duration_ms: number;
  app_version: string;
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface LedgerResyncs {
  id: ColumnType<string, never, never>;
  graph_env: string;
  generation: string;
  nodes: string;
  relationships: string;
  digest: string;
  verified: boolean;
  started_at: ColumnType<Date, Date | string, Date | string>;
  finished_at: ColumnType<Date, Date | string, Date | string>;
  watermark: string;
  deleted: ColumnType<string, string | undefined, string>;
}

export interface LedgerSeedItems {
  kind: string;
  item: string;
  subject_id: string;
  offered: string;
  written: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface LedgerSeeds {
  id: ColumnType<string, never, never>;
  profile: string;
  digest: string;
  app_version: string;
  counts: ColumnType<Json, unknown, unknown>;
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface LiveChanges {
  id: ColumnType<string, never, never>;
  xid: ColumnType<string, string | undefined, string>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  subject: string;
  kind: string;
  item: ColumnType<string | null, string | null | undefined, string | null>;
  is_new: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface MeetingDays {
  tor_id: string;
  meeting_date: string;
  meeting_id: string;
  takes_place: boolean;
  moved_from: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface MeetingMotions {
  id: ColumnType<string, never, never>;
  meeting_id: string;
  agenda_point_id: string;
  kind: string;
  wording: string;
  moved_at: ColumnType<Date, Date | string, Date | string>;
  moved_by_id: string;
  moved_by: string;
  seconded_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  seconded_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  seconded_by: ColumnType<string | null, string | null | undefined, string | null>;
  opened_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  opened_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  opened_by: ColumnType<string | null, string | null | undefined, string | null>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  closed_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  closed_by: ColumnType<string | null, string | null | undefined, string | null>;
  result: ColumnType<string | null, string | null | undefined, string | null>;
  votes_for: ColumnType<number | null, number | null | undefined, number | null>;
  votes_against: ColumnType<number | null, number | null | undefined, number | null>;
  votes_abstained: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface MeetingPackReaders {
  pack_id: string;
  user_id: string;
  reader: string;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  read_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface MeetingPacks {
  id: ColumnType<string, never, never>;
  meeting_id: string;
  number: number;
  content: string;
  sha256: Buffer;
  issued_at: ColumnType<Date, Date | string, Date | string>;
  issued_by_id: string;
  issued_by: string;
}

export interface MeetingSpeakers {
  id: ColumnType<string, never, never>;
  meeting_id: string;
  user_id: string;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  began_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface MinutesSignatures {
  minutes_id: string;
  capacity: string;
  sha256: Buffer;
  signed_at: ColumnType<Date, Date | string, Date | string>;
  signed_by_id: string;
  signed_by: string;
}

export interface NotificationChoices {
  user_id: string;
  kind: string;
  way: string;
}

export interface Notifications {
  id: ColumnType<string, never, never>;
  user_id: string;
  kind: string;
  key: string;
  target_id: ColumnType<string | null, string | null | undefined, string | null>;
  path: string;
  details: ColumnType<Json, unknown | undefined, unknown>;
  at: ColumnType<Date, Date | string, Date | string>;
  read_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  mail: ColumnType<string | null, string | null | undefined, string | null>;
  mailed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface PasswordHistory {
  user_id: string;
  replaced_at: ColumnType<Date, Date | string, Date | string>;
  password_hash: string;
}

export interface RelationProperties {
  relation_id: ColumnType<string | null, string | null | undefined, string | null>;
  key: ColumnType<string | null, string | null | undefined, string | null>;
  value: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Relations {
  id: ColumnType<string, never, never>;
  relation_type_id: string;
  source_id: string;
  target_id: string;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  properties: ColumnType<Json, unknown | undefined, unknown>;
}

export interface RoleGrants {
  role_id: string;
  codes: ColumnType<string[], string[] | undefined, string[]>;
}

export interface RoleTallies {
  role_id: string;
  amount: string;
}

export interface RunningImports {
  id: ColumnType<string, never, never>;
  user_id: ColumnType<string | null, string | null | undefined, string | null>;
  file: ColumnType<string | null, string | null | undefined, string | null>;
  progress: ColumnType<Json, unknown, unknown>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface SearchDocuments {
  entity_id: string;
  words: string;
  marks: string[];
}

export interface SecurityNotices {
  id: ColumnType<string, never, never>;
  user_id: string;
  kind: string;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  session_id: ColumnType<string | null, string | null | undefined, string | null>;
  details: ColumnType<Json, unknown, unknown>;
  seen_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Sessions {
  id: ColumnType<string, never, never>;
  hash: Buffer;
  previous_hash: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  user_id: string;
  csrf: string;
  privileges: string;
  address: ColumnType<string | null, string | null | undefined, string | null>;
  user_agent: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  rotated_at: ColumnType<Date, Date | string | undefined, Date | string>;
  proved_at: ColumnType<Date, Date | string | undefined, Date | string>;
  last_seen_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface SettingChanges {
  id: ColumnType<string, never, never>;
  setting_id: string;
  before: string;
  value: string;
  requested_by: string;
  requested_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ShellDocuments {
  name: string;
  content: ColumnType<Json, unknown, unknown>;
}

export interface SignInFailures {
  kind: string;
  key: Buffer;
  failures: number;
  first_at: ColumnType<Date, Date | string, Date | string>;
  blocked_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface SignInPlaces {
  user_id: string;
  network: string;
  browser: string;
  last_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SignInRefusals {
  account: string;
  address: string;
  user_id: ColumnType<string | null, string | null | undefined, string | null>;
  attempts: number;
  first_at: ColumnType<Date, Date | string, Date | string>;
  last_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Submissions {
  actor_id: string;
  token: string;
  action: string;
  content: string;
  value: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  answer: ColumnType<Json | null, unknown | null | undefined, unknown | null>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface TorVersions {
  tor_id: string;
  number: number;
  label: string;
  properties: ColumnType<Json, unknown, unknown>;
  adopted_on: ColumnType<Date, Date | string, Date | string>;
  decision: string;
  adopted_at: ColumnType<Date, Date | string, Date | string>;
  adopted_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  adopted_by: string;
}

export interface UserRoles {
  user_id: string;
  first_role: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface WebhookAttempts {
  id: ColumnType<string, never, never>;
  delivery_id: string;
  at: ColumnType<Date, Date | string, Date | string>;
  outcome: string;
  status: ColumnType<number | null, number | null | undefined, number | null>;
  detail: ColumnType<string | null, string | null | undefined, string | null>;
  response: ColumnType<string | null, string | null | undefined, string | null>;
  duration_ms: number;
}

export interface WebhookDeliveries {
  id: ColumnType<string, never, never>;
  endpoint_id: string;
  event_id: ColumnType<string | null, string | null | undefined, string | null>;
  message_id: string;
  type: string;
  label: string;
  body: string;
  state: ColumnType<string, string | undefined, string>;
  due_at: ColumnType<Date, Date | string, Date | string>;
  attempts: ColumnType<number, number | undefined, number>;
  claim: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface WebhookEndpoints {
  id: ColumnType<string, never, never>;
  name: string;
  url: string;
  events: string[];
  tor_id: ColumnType<string | null, string | null | undefined, string | null>;
  disabled_because: ColumnType<string | null, string | null | undefined, string | null>;
  disabled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  failing_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  version: ColumnType<number, number | undefined, number>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface WebhookSecrets {
  id: ColumnType<string, never, never>;
  endpoint_id: string;
  secret: string;
  created_at: ColumnType<Date, Date | string, Date | string>;
  valid_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface WorkflowMoves {
  id: ColumnType<string, never, never>;
  item_id: string;
  scope: string;
  version: number;
  from_status: string;
  to_status: string;
  moved_at: ColumnType<Date, Date | string, Date | string>;
  moved_by_id: ColumnType<string | null, string | null | undefined, string | null>;
  moved_by: string;
  ground: ColumnType<string | null, string | null | undefined, string | null>;
  outcome: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface WorkflowVersions {
  scope: string;
  number: number;
  definition: ColumnType<Json, unknown, unknown>;
  since: ColumnType<Date, Date | string, Date | string>;
}

export interface DB {
  access_tokens: AccessTokens;
  api_limits: ApiLimits;
  approved_minutes: ApprovedMinutes;
  attachment_pieces: AttachmentPieces;
  attachments: Attachments;
  audit_head: AuditHead;
  audit_log: AuditLog;
  avatars: Avatars;
  ballot_boxes: BallotBoxes;
  ballot_proxies: BallotProxies;
  ballot_voters: BallotVoters;
  ballot_votes: BallotVotes;
  ballots: Ballots;
  calendar_feeds: CalendarFeeds;
  committee_positions: CommitteePositions;
  credentials: Credentials;
  decision_numbers: DecisionNumbers;
  document_versions: DocumentVersions;
  domain_events: DomainEvents;
  entities: Entities;
  entity_properties: EntityProperties;
  entity_tallies: EntityTallies;
  event_consumers: EventConsumers;
  former_holders: FormerHolders;
  graph_checks: GraphChecks;
  graph_outbox: GraphOutbox;
  graph_outbox_dead: GraphOutboxDead;
  graph_relay: GraphRelay;
  import_changes: ImportChanges;
  import_relations: ImportRelations;
  job_schedules: JobSchedules;
  jobs: Jobs;
  'ledger.migrations': LedgerMigrations;
  'ledger.resyncs': LedgerResyncs;
  'ledger.seed_items': LedgerSeedItems;
  'ledger.seeds': LedgerSeeds;
  live_changes: LiveChanges;
  meeting_days: MeetingDays;
  meeting_motions: MeetingMotions;
  meeting_pack_readers: MeetingPackReaders;
  meeting_packs: MeetingPacks;
  meeting_speakers: MeetingSpeakers;
  minutes_signatures: MinutesSignatures;
  notification_choices: NotificationChoices;
  notifications: Notifications;
  password_history: PasswordHistory;
  relation_properties: RelationProperties;
  relations: Relations;
  role_grants: RoleGrants;
  role_tallies: RoleTallies;
  running_imports: RunningImports;
  search_documents: SearchDocuments;
  security_notices: SecurityNotices;
  sessions: Sessions;
  setting_changes: SettingChanges;
  shell_documents: ShellDocuments;
  sign_in_failures: SignInFailures;
  sign_in_places: SignInPlaces;
  sign_in_refusals: SignInRefusals;
  submissions: Submissions;
  tor_versions: TorVersions;
  user_roles: UserRoles;
  webhook_attempts: WebhookAttempts;
  webhook_deliveries: WebhookDeliveries;
  webhook_endpoints: WebhookEndpoints;
  webhook_secrets: WebhookSecrets;
  workflow_moves: WorkflowMoves;
  workflow_versions: WorkflowVersions;
}
