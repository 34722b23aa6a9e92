import { issuePack } from '#app/meeting-pack/commands.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { newActor } from '../app/people-fixture.ts';
import { raisedWarning } from '../app/warning-fixture.ts';
import { type SampleWebhook, sampleWebhook } from '../app/webhook-sample.ts';

/** Ids needed by the addresses of single items. */
interface Known extends SampleWebhook {
  readonly user: string;
  readonly role: string;
  readonly entry: string;
  readonly tor: string;
  readonly document: string;
  /** Of the committee, with the user who fills it and the first day of the term. */
  readonly position: string;
  readonly holder: string;
  readonly since: string;
  readonly logged: string;
  /** Of the Change Advisory Board. */
  readonly board: string;
  readonly suggestion: string;
  readonly proposal: string;
  /** Status and transition of the workflow of proposals. */
  readonly status: string;
  readonly transition: string;
  /** A decision item with courses of action, its committee, and one of them. */
  readonly council: string;
  readonly point: string;
  readonly option: string;
  /** One that is running. */
  readonly meeting: string;
  readonly warning: string;
  /** A decision by ballot, its agenda point, and an amendment to its proposal. */
  readonly decision: string;
  readonly decidedPoint: string;
  readonly decidedProposal: string;
  readonly amendment: string;
  /** Approved minutes, and a draft. */
  readonly minutes: string;
  readonly draft: string;
}

const filter = encodeURIComponent(
  JSON.stringify({
    logic: 'and',
    conditions: [{ field: 'email', op: 'contains', value: 'example.com' }],
    groups: [
      {
        logic: 'or',
        conditions: [
          { field: 'username', op: 'starts_with', value: 'a' },
          { field: 'created_at', op: 'after', value: '2026-01-01' },
        ],
      },
    ],
  }),
);

/** Every page that a signed-in administrator can open, by the name of its screenshot. */
const pagesOf = ({
  user,
  role,
  entry,
  tor,
  document,
  position,
  holder,
  since,
  logged,
  board,
  suggestion,
  proposal,
  status,
  transition,
  council,
  point,
  option,
  meeting,
  warning,
  decision,
  decidedPoint,
  decidedProposal,
  amendment,
  minutes,
  draft,
  webhook,
  delivery,
}: Known): Readonly<Record<string, string>> => ({
  dashboard: '/dashboard',
  search: '/search?q=in',
  users: '/users',
  'users-filtered': `/users?filter=${filter}`,
  'users-filter-builder': `/users?do=edit&filter=${filter}`,
  'users-no-match': '/users?q=nobody-has-this-name',
  'user-new': '/users/new',
  'user-edit': `/users/${user}/edit`,
  'user-reset-password': `/users/${user}/reset-password`,
  'user-delete': `/users/${user}/delete`,
  roles: '/roles',
  'role-members': `/roles?role_id=${role}`,
  'roles-by-user': '/roles?tab=by-user',
  'role-add-people': `/roles/add?role_id=${role}`,
  'role-preview': `/roles/preview?user_id=${user}`,
  'role-builder': '/roles/new',
  'role-edit': `/roles/builder/${role}/edit`,
  'menu-builder': '/menu-builder',
  'menu-builder-role': `/menu-builder?role=${role}`,
  menu: '/menu',
  'menu-entry': `/menu/${entry}`,
  'my-actions': '/action-items',
  documents: '/documents',
  'documents-search': '/documents?q=budget',
  'documents-no-match': '/documents?q=nobody-wrote-this',
  'document-new': '/documents/new',
  document: `/documents/${document}`,
  'document-edit': `/documents/${document}/edit`,
  'document-history': `/documents/${document}/history`,
  'document-version': `/documents/${document}/versions/1`,
  'document-compare': `/documents/${document}/compare?from=1&to=1`,
  'document-approve': `/documents/${document}/versions/1/approve`,
  'document-attachments': `/documents/${document}/attachments`,
  'document-delete': `/documents/${document}/delete`,
  'user-deactivate': `/users/${user}/deactivate`,
  positions: `/tor/${tor}/positions`,
  deciding: `/tor/${tor}/deciding`,
  'position-new': `/tor/${tor}/functions/new`,
  'position-edit': `/tor/${tor}/functions/${position}/edit`,
  'position-delete': `/tor/${tor}/functions/${position}/delete`,
  'position-assign': `/tor/${tor}/functions/${position}/assign`,
  'position-vacate': `/tor/${tor}/functions/${position}/vacate?user=${holder}&term=${since}`,
  'position-history': `/tor/${tor}/functions/${position}/history`,
  'tor-documents': `/tor/${tor}/documents`,
  'attachment-new': `/attachments/new?entity=${point}`,
  'agenda-point': `/tor/${council}/workflow/agenda/${point}`,
  decisions: '/decisions',
  decision: `/decisions/${decision}`,
  'agenda-point-decided': `/tor/${board}/workflow/agenda/${decidedPoint}`,
  amendment: `/tor/${board}/proposals/${decidedProposal}/amendments/${amendment}`,
  minutes: `/minutes/${minutes}`,
  'minutes-draft': `/minutes/${draft}`,
  'committee-actions': `/tor/${board}/action-items`,
  'decisions-no-match': '/decisions?q=nobody-decided-this',
  'agenda-decide': `/tor/${council}/workflow/agenda/${point}/decide`,
  'agenda-point-new': `/tor/${council}/workflow/agenda/new`,
  'agenda-point-edit': `/tor/${council}/workflow/agenda/${point}/edit`,
  'agenda-point-delete': `/tor/${council}/workflow/agenda/${point}/delete`,
  'agenda-opinion': `/tor/${council}/workflow/agenda/${point}/input`,
  'option-new': `/tor/${council}/workflow/agenda/${point}/coa/new`,
  'option-edit': `/tor/${council}/workflow/agenda/${point}/coa/${option}/edit`,
  'option-delete': `/tor/${council}/workflow/agenda/${point}/coa/${option}/delete`,
  settings: '/settings',
  committees: '/tor',
  'committees-no-match': '/tor?q=nobody-has-this-name',
  committee: `/tor/${tor}`,
  'committee-new': '/tor/new',
  'committee-copy': `/tor/new?from=${tor}`,
  'committee-edit': `/tor/${tor}/edit`,
  'committee-versions': `/tor/${tor}/versions`,
  'committee-version-new': `/tor/${tor}/versions/new`,
  'committee-history': `/tor/${tor}/history`,
  'committee-delete': `/tor/${tor}/delete`,
  'data-manager': '/data-manager',
  audit: '/audit',
  'audit-entry': `/audit?before=${Number(logged) + 1}&open=${logged}`,
  'audit-none': '/audit?q=nobody-did-this',
  jobs: '/jobs',
  'jobs-no-match': '/jobs?state=cancelled',
  'job-schedules': '/jobs/schedules',
  webhooks: '/webhooks',
  'webhook-new': '/webhooks/new',
  'webhook-guide': '/webhooks/guide',
  webhook: `/webhooks/${webhook}`,
  'webhook-edit': `/webhooks/${webhook}/edit`,
  'webhook-delivery': `/webhooks/${webhook}/deliveries/${delivery}`,
  'graph-resync': '/jobs/graph/resync',
  ontology: '/ontology',
  'ontology-data': '/ontology/data',
  'ontology-focus': `/ontology/data?focus=${tor}&depth=2`,
  'ontology-no-match': '/ontology/data?q=nobody-has-this-name',
  'ontology-reference': '/ontology/reference',
  'ontology-entity': `/ontology/data/${tor}`,
  'ontology-entity-edit': `/ontology/data/${tor}/edit`,
  'ontology-entity-delete': `/ontology/data/${tor}/delete`,
  'ontology-relation-new': `/ontology/data/${tor}/relations/new?relation=feeds_into`,
  'my-work': '/my-work',
  'governance-map': '/governance/map',
  'governance-map-paths': `/governance/map?focus=${tor}&blocking=true`,
  questions: '/governance/questions',
  'question-vacancy': '/governance/questions/vacancy',
  'question-vacancy-committee': `/governance/questions/vacancy?committee=${board}`,
  'question-deciders': '/governance/questions/deciders',
  'question-escalation-start': '/governance/questions/escalation',
  'question-escalation': `/governance/questions/escalation?committee=${tor}`,
  'question-waits': '/governance/questions/waits',
  'question-idle-decisions': '/governance/questions/idle-decisions?days=0',
  'question-positions': '/governance/questions/positions',
  'question-dead-ends': '/governance/questions/dead-ends',
  'workflow-builder': '/workflow/builder',
  'workflow-builder-scope': '/workflow/builder/proposal',
  'workflow-status-edit': `/workflow/builder/proposal/statuses/${status}/edit`,
  'workflow-status-delete': `/workflow/builder/proposal/statuses/${status}/delete`,
  'workflow-transition-edit': `/workflow/builder/proposal/transitions/${transition}/edit`,
  'workflow-transition-delete': `/workflow/builder/proposal/transitions/${transition}/delete`,
  'outlook-agenda': '/tor/outlook?view=agenda',
  'outlook-day': '/tor/outlook?view=day',
  'outlook-week': '/tor/outlook',
  'outlook-month': '/tor/outlook?view=month',
  account: '/account',
  'account-security': '/account?tab=security',
  'account-preferences': '/account?tab=preferences',
  'account-tokens': '/account/tokens',
  'account-token-new': '/account/tokens/new',
  'account-calendars': '/account/calendars',
  'account-calendar-new': '/account/calendars/new',
  'committee-meetings': `/tor/${tor}/meetings`,
  meetings: '/meetings',
  'meeting-new': `/tor/${board}/meetings/new`,
  meeting: `/tor/${board}/meetings/${meeting}`,
  'meeting-edit': `/tor/${board}/meetings/${meeting}/edit`,
  'meeting-live': `/tor/${board}/meetings/${meeting}/live`,
  'meeting-pack': `/tor/${board}/meetings/${meeting}/packs/1`,
  'meeting-pack-new': `/tor/${board}/meetings/${meeting}/packs/new`,
  workflow: '/workflow',
  'workflow-proposals': '/workflow?tab=proposals',
  'tor-workflow': `/tor/${board}/workflow`,
  'tor-workflow-proposals': `/tor/${board}/workflow?tab=proposals`,
  'suggestion-new': `/tor/${board}/suggestions/new`,
  suggestion: `/tor/${board}/suggestions/${suggestion}`,
  'proposal-new': `/tor/${board}/proposals/new`,
  proposal: `/tor/${board}/proposals/${proposal}`,
  'proposal-edit': `/tor/${board}/proposals/${proposal}/edit`,
  amendments: `/tor/${board}/proposals/${proposal}/amendments`,
  'amendment-new': `/tor/${board}/proposals/${proposal}/amendments/new`,
  'workflow-queue': `/tor/${board}/workflow/queue`,
  notifications: '/notifications',
  'account-notifications': '/account/notifications',
  warnings: '/warnings',
  warning: `/warnings/${warning}`,
  confirm: '/confirm',
  'api-docs': '/api/v1/docs',
  status: '/status',
  'not-found': '/nothing-here',
});

/**
 * The pages with items of the demo content: a user with a role, a role with a user, a menu entry.
 */
export async function listPages(server: AppServer): Promise<Readonly<Record<string, string>>> {
  const { pool } = server.services;
  const warning = await raisedWarning(server, '0', { to: { holding: 'warnings.view' } });
  const { rows } = await pool.query<Omit<Known, 'warning' | keyof SampleWebhook>>(
    `select
       (select id from entities where entity_type = 'user' and name <> 'admin' order by id limit 1)::text as "user",
       (select id from entities where entity_type = 'role' and name <> 'admin' order by name <> 'secretary', id limit 1)::text as role,
       (select id from entities where entity_type = 'nav_item' order by id limit 1)::text as entry,
       (select id from entities where entity_type = 'tor' order by id limit 1)::text as tor,
       (select id from entities where entity_type = 'workflow_status' and name = 'proposal.submitted')::text as status,
       (select id from entities where entity_type = 'workflow_transition' and name = 'proposal.submitted_to_review')::text as transition,
       chair.*, paper.*,
       (select id from entities where entity_type = 'document' order by name <> 'budget_2027_paper', id limit 1)::text as document,
       (select max(seq) from audit_log where after is not null)::text as logged,
       board.id::text as board,
       (select e.id from entities e join relations r on r.source_id = e.id and r.target_id = board.id
         where e.entity_type = 'suggestion' order by e.id limit 1)::text as suggestion,
       (select e.id from entities e join relations r on r.source_id = e.id and r.target_id = board.id
         where e.entity_type = 'proposal' and e.properties ->> 'status' in ('draft', 'rejected')
         order by e.id limit 1)::text as proposal,
       (select id from entities where entity_type = 'meeting' and name = 'cab_meeting_3')::text as meeting,
       decided.*,
       (select min(id) from entities where entity_type = 'minutes' and properties ->> 'status' = 'approved')::text as minutes,
       (select min(id) from entities where entity_type = 'minutes' and properties ->> 'status' = 'draft')::text as draft
     from (
       select position.id::text as position, fills.source_id::text as holder, fills.properties ->> 'since' as since
       from entities position join relations fills on fills.target_id = position.id
         and fills.properties ? 'since' and not fills.properties ? 'until'
       where position.entity_type = 'tor_function' and position.name = 'bc_chair') chair,
       (select id from entities where entity_type = 'tor' and name = 'change_advisory_board') board, (
       select d.id::text as decision, d.properties ->> 'agenda_point_id' as "decidedPoint", spawned.source_id::text as "decidedProposal",
         amends.source_id::text as amendment
       from entities d join relations spawned on spawned.target_id::text = d.properties ->> 'agenda_point_id'
         join relations amends on amends.target_id = spawned.source_id
         join entities amendment on amendment.id = amends.source_id and amendment.entity_type = 'amendment'
       where d.entity_type = 'decision' order by d.id limit 1) decided, (
       select b.target_id::text as council, p.id::text as point, c.target_id::text as option
       from entities p join relations b on b.source_id = p.id join entities tor on tor.id = b.target_id and tor.entity_type = 'tor'
         join relations c on c.source_id = p.id join entities coa on coa.id = c.target_id and coa.entity_type = 'coa'
       where p.entity_type = 'agenda_point' and p.properties ->> 'status' = 'scheduled' order by p.id, coa.id limit 1) paper`,
  );
  const [known] = rows;
  if (known === undefined) throw new Error('The demo content has no people, roles and entries.');
  await providePack(server, known);
  await provideMotions(server, known);
  return pagesOf({ ...known, warning, ...(await sampleWebhook(server)) });
}

/** Issues the first pack of the meeting, unless there is one. */
async function providePack(
  server: AppServer,
  { board, meeting }: Pick<Known, 'board' | 'meeting'>,
): Promise<void> {
  const { rows } = await server.services.pool.query(
    'select from meeting_packs where meeting_id = $1',
    [meeting],
  );
  if (rows.length > 0) return;
  const actor = await newActor(server, 'admin');
  const { rows: documents } = await server.services.pool.query<{ id: string }>(
    `select distinct s.source_id::text as id from relations s join document_versions v on v.document_id = s.source_id
     where s.target_id = $1 and v.approved_at is not null`,
    [board],
  );
  const made = await issuePack(server.services, actor, {
    ...{ tor: board, meeting, documents: documents.map(({ id }) => id) },
  });
  if (!made.ok) throw new Error('The demo content has no meeting with an agenda.');
}

/** Moves motions at the meeting, unless there are some: one is open, one is settled, one waits. */
async function provideMotions(
  { services: { pool } }: AppServer,
  { meeting }: Pick<Known, 'meeting'>,
): Promise<void> {
  const { rows: items } = await pool.query<{ point: string; henry: string; grace: string }>(
    `select p.id as point, henry.id as henry, grace.id as grace from relations r
       join entities p on p.id = r.source_id and p.entity_type = 'agenda_point' and p.name = 'cab_item_window'
       join entities henry on henry.entity_type = 'user' and henry.name = 'henry'
       join entities grace on grace.entity_type = 'user' and grace.name = 'grace'
     where r.target_id = $1 and not exists (select from meeting_motions where meeting_id = $1)`,
    [meeting],
  );
  for (const { point, henry, grace } of items) {
    const { rows } = await pool.query<{ id: string }>(
      `insert into meeting_motions (meeting_id, agenda_point_id, kind, wording, moved_at, moved_by_id, moved_by)
       select $1::bigint, $2::bigint, kind, wording, now(), $3::bigint, 'Grace' from (values ('other', 'Hear the network team first'),
         ('close_debate', ''), ('take_break', 'ten minutes')) given (kind, wording) returning id`,
      [meeting, point, grace],
    );
    const [settled, open] = rows.map(({ id }) => id);
    await pool.query(
      `update meeting_motions set opened_at = now(), opened_by_id = $2, opened_by = 'Henry', seconded_at = now(),
         seconded_by_id = $2, seconded_by = 'Henry' where id = any($1::bigint[])`,
      [[settled], henry],
    );
    await pool.query(
      `update meeting_motions set closed_at = now(), closed_by_id = $2, closed_by = 'Henry', result = 'carried',
         votes_for = 2, votes_against = 1, votes_abstained = 0 where id = $1`,
      [settled, henry],
    );
    await pool.query(
      `update meeting_motions set opened_at = now(), opened_by_id = $2, opened_by = 'Henry' where id = $1`,
      [open, henry],
    );
  }
}

/** Their names, before any server runs. */
export const pageNames: readonly string[] = Object.keys(
  pagesOf({
    user: '',
    role: '',
    entry: '',
    tor: '',
    document: '',
    position: '',
    holder: '',
    since: '',
    logged: '',
    board: '',
    suggestion: '',
    proposal: '',
    status: '',
    transition: '',
    council: '',
    point: '',
    option: '',
    meeting: '',
    warning: '',
    decision: '',
    decidedPoint: '',
    decidedProposal: '',
    amendment: '',
    minutes: '',
    draft: '',
    webhook: '',
    delivery: '',
  }),
);
