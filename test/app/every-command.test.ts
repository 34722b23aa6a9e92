import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as account from '#app/account/commands.ts';
import { readPicture } from '#app/account/picture.ts';
import { beginAttachment } from '#app/attachments/attachment-store.ts';
import * as attachments from '#app/attachments/commands.ts';
import { commandsOf } from '#app/collections/commands.ts';
import * as committees from '#app/committees/commands.ts';
import { importData } from '#app/data-manager/import/commands.ts';
import { addDependency, removeDependency } from '#app/dependencies/commands.ts';
import * as documents from '#app/documents/commands.ts';
import * as versions from '#app/documents/version-commands.ts';
import * as entities from '#app/entities/commands.ts';
import { resyncGraph } from '#app/graph/commands.ts';
import { cancelJob, retryJob } from '#app/jobs-page/commands.ts';
import { moveEntry, updateEntry } from '#app/menu/commands.ts';
import { chooseNotifications, stopEmails } from '#app/notifications-page/commands.ts';
import type { Actor } from '#app/ontology/actor.ts';
import { systemActor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import { findEntityByName } from '#app/ontology/lookup.ts';
import { savedAll } from '#app/ontology/outcome.ts';
import * as accounts from '#app/people/account-commands.ts';
import * as people from '#app/people/commands.ts';
import { noteExport } from '#app/people/export-commands.ts';
import { stateOf } from '#app/people/page-data.ts';
import { userPreferences as preferences } from '#app/people/preference-commands.ts';
import * as positions from '#app/positions/commands.ts';
import * as terms from '#app/positions/term-commands.ts';
import { slides, templates } from '#app/presentation-templates/collections.ts';
import { noteQuestionExport } from '#app/questions/export-commands.ts';
import * as roles from '#app/roles/commands.ts';
import { updateMatrix } from '#app/roles/matrix/commands.ts';
import { listMatrixRoles } from '#app/roles/matrix/queries.ts';
import { readCatalogue } from '#app/roles/queries.ts';
import { updateSettings } from '#app/settings/commands.ts';
import * as pending from '#app/settings/pending-commands.ts';
import { pin } from '#app/settings/pinned-commands.ts';
import { listSettings } from '#app/settings/queries.ts';
import { createFeed, revokeFeed } from '#app/subscriptions/commands.ts';
import * as tokens from '#app/tokens/commands.ts';
import { type AppServer, startAppServer } from '#test/support/app-server.ts';
import { type Failures, failEachStatement } from '#test/support/fail-each-statement.ts';
import { committeeTextCommands } from './committee-text-commands.ts';
import { decidingCommands } from './deciding-commands-fixture.ts';
import { itemCommands } from './item-commands.ts';
import { meetingCommands } from './meeting-commands.ts';
import { minutesCommands } from './minutes-commands.ts';
import { freshName, idOf, newActor, roleInput, userInput } from './people-fixture.ts';
import { makeRole } from './role-fixture.ts';
import { warningCommands } from './warning-commands.ts';
import { webhookCommands } from './webhook-commands.ts';
import { workflowCommands } from './workflow-commands.ts';

let app: AppServer;
/** A user with all permissions. */
let actor: Actor & { readonly id: string };
beforeAll(async () => {
  app = await startAppServer({ from: 'demo' });
  actor = await newActor(app, 'admin');
});
afterAll(() => app[Symbol.asyncDispose]());

/** Makes each statement of a command fail in turn. */
const failing = <Input, Saved>(
  command: Command<Input, Saved>,
  input: Input,
  by: Actor = actor,
): Promise<Failures> => failEachStatement(command, { services: app.services, actor: by, input });

const password = {
  hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA',
  mark: 'mark',
};
/** A setting change requested by another administrator. Returns its id. */
async function waitingChange(setting: string, value: string, expires = '1 day'): Promise<string> {
  const { id: by } = await app.createUser('admin');
  const { rows } = await app.services.pool.query<{ id: string }>(
    `insert into setting_changes (setting_id, before, value, requested_by, requested_at, expires_at)
     select e.id, p.value, $2, $3, now() - interval '1 day', now() + $4::interval
     from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value'
     where e.entity_type = 'setting' and e.name = $1 returning id`,
    [setting, value, by, expires],
  );
  return rows[0]?.id ?? '';
}

const newUser = async () => ({
  ...{
    username: freshName(),
    display_name: 'Made',
    email: 'made@example.com',
    is_active: true,
    password,
  },
  ...{ roles: [await idOf(app, 'role', 'viewer')], roles_shown: true },
});
/** A user with a session to end. */
const signedInUser = async (): Promise<string> => (await app.signIn('viewer')).userId;
const sessionOf = async (userId: string): Promise<string> =>
  (
    await app.services.pool.query<{ id: string }>('select id from sessions where user_id = $1', [
      userId,
    ])
  ).rows[0]?.id ?? '';

/** A picture of one pixel. */
const point = readPicture(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
async function withPicture(): Promise<Actor> {
  const owner = await newActor(app, 'viewer');
  await account.uploadAvatar(app.services, owner, point as NonNullable<typeof point>);
  return owner;
}

const newToken = () => ({
  ...{
    name: freshName(),
    days: 1,
    write: true,
    codes: ['users.list'],
    ending: 'abcd',
    mark: 'mark',
  },
  digest: Buffer.from(freshName().padEnd(32, '-')),
});

const newFeed = () => ({
  ...{ tor: null, ending: 'abcd', mark: 'mark' },
  digest: Buffer.from(freshName().padEnd(32, '-')),
});

const newTor = () => ({
  type: 'tor',
  name: freshName(),
  label: 'A body',
  properties: { organization: 'Works' },
});
async function madeTor(): Promise<string> {
  const outcome = await entities.createEntity(app.services, actor, newTor());
  return outcome.ok ? outcome.value.id : '';
}
const newCommittee = () => ({
  ...{ name: freshName(), label: 'A committee' },
  values: { description: 'Decides', objectives: '[]' },
});
const feeding = async () => ({
  type: 'feeds_into',
  source: await madeTor(),
  target: await madeTor(),
  properties: { output_types: 'plans' },
});

const dependency = async () => ({
  committee: await madeTor(),
  target_tor_id: await madeTor(),
  relation_type: 'feeds_into' as const,
  output_types: 'plans',
  description: '',
  is_blocking: true,
});

const deadJobRow = `insert into jobs (kind, state, attempts, max_attempts, due_at, created_at)
  values ('audit.prune', 'dead', 8, 8, now(), now()) returning id`;
const deadJob = async () =>
  String((await app.services.pool.query<{ id: string }>(deadJobRow)).rows[0]?.id);

/** An import as a command: its file can be read only once, so it is given as text. */
const importing: Command<string, unknown> = Object.assign(
  async (...[services, by, text]: Parameters<Command<string, unknown>>) => {
    const file = (async function* () {
      yield Buffer.from(text);
    })();
    return savedAll(
      [],
      await importData(
        { ...services, config: { environment: 'test', pinnedSettings: {} } },
        by,
        file,
        {
          format: 'json',
          mode: 'upsert',
        },
      ),
    );
  },
  { action: 'data.imported' as const, may: 'settings.manage' as const },
);

/** The changes of a declared collection, as of every other. */
const changes = commandsOf(slides);
/** The path to the slides of a new template. */
async function template(): Promise<readonly string[]> {
  const tor = await madeTor();
  const made = await commandsOf(templates).create(app.services, actor, {
    path: [tor],
    values: { label: 'Review', description: '' },
  });
  return [tor, made.ok ? made.value.id : ''];
}
/** The first of two slides. */
async function slide() {
  const path = await template();
  const [first] = [
    await changes.create(app.services, actor, { path, values: { label: 'Aim' } }),
    await changes.create(app.services, actor, { path, values: { label: 'Cost' } }),
  ];
  return { path, id: first.ok ? first.value.id : '' };
}

const newDocument = async () => ({
  ...{ title: 'A paper', doc_type: 'meeting_paper' as const, body: 'Its text.' },
  tor_id: await madeTor(),
});
async function madeDocument(): Promise<string> {
  const made = await documents.createDocument(app.services, actor, await newDocument());
  return made.ok ? made.value.id : '';
}
const positionFields = (name: string, seats = 1) => ({
  ...{ name, label: name, description: '', category: '', seats },
  ...{ membership_type: 'optional' as const, voting: 'voting' as const, vote_weight: 1 },
  ...{ can_call_meetings: true, can_manage_agenda: false, can_record_decisions: false },
  ...{ can_review_suggestions: false, can_create_proposals: false, can_approve_proposals: false },
});
/** A position of a new committee that has another one. */
async function madePosition() {
  const committee = await madeTor();
  const made = await positions.createPosition(app.services, actor, {
    ...{ ...positionFields('first'), committee },
  });
  await positions.createPosition(app.services, actor, { ...positionFields('second'), committee });
  return { committee, position: made.ok ? made.value.id : '' };
}
/** A position that a user has filled for some time. */
async function filledPosition() {
  const path = await madePosition();
  const { id: user } = await app.createUser('viewer');
  await terms.assignPosition(app.services, actor, { ...path, user, since: '2026-01-01' });
  return { ...path, user };
}

async function arrivedFile() {
  const { db, now } = app.services;
  const entityId = await madeDocument();
  const name = 'plan.txt';
  const id = (await beginAttachment(db, { entityId, name }, actor, now())) ?? '';
  return { id, entityId, name, mediaType: 'text/plain', bytes: 4, sha256: 'ab'.repeat(32) };
}

/** What the inputs of other files are made with. */
const tried = { failing, tor: madeTor, by: () => ({ services: app.services, actor }) };

/** Every command, by file and name, with an input that changes something. */
const commands: Readonly<Record<string, () => Promise<Failures>>> = {
  'account/commands.ts changeDisplayName': () => failing(account.changeDisplayName, 'Another name'),
  'account/commands.ts uploadAvatar': () =>
    failing(account.uploadAvatar, point as NonNullable<typeof point>),
  'account/commands.ts removeAvatar': async () =>
    failing(account.removeAvatar, undefined, await withPicture()),
  'account/commands.ts changeTheme': () =>
    failing(account.changeTheme, { theme_preference: 'dark' }),
  'account/commands.ts changeSidebar': () =>
    failing(account.changeSidebar, { 'pref.sidebar': 'rail' }),
  'account/commands.ts changeTimeZone': () =>
    failing(account.changeTimeZone, { 'pref.time_zone': 'Asia/Tokyo' }),
  'account/commands.ts endOwnSession': async () => {
    const id = await signedInUser();
    return failing(account.endOwnSession, await sessionOf(id), { ...actor, id });
  },
  'account/commands.ts endOtherSessions': async () =>
    failing(account.endOtherSessions, '0', { ...actor, id: await signedInUser() }),

  'people/commands.ts createUser': async () => failing(people.createUser, await newUser()),
  'people/commands.ts updateUser': async () => {
    const changes = { is_active: false, roles: [await idOf(app, 'role', 'editor')] };
    return failing(people.updateUser, {
      ...(await userInput(app, await signedInUser(), changes)),
      password,
    });
  },
  'people/commands.ts deleteUser': async () =>
    failing(people.deleteUser, { id: await signedInUser() }),
  'people/account-commands.ts deactivateUser': async () =>
    failing(accounts.deactivateUser, { id: await signedInUser() }),
  'people/account-commands.ts activateUser': async () => {
    const { id } = await app.createUser('viewer');
    await accounts.deactivateUser(app.services, actor, { id });
    return failing(accounts.activateUser, { id });
  },
  'people/account-commands.ts resetPassword': async () =>
    failing(accounts.resetPassword, { id: await signedInUser(), password }),
  'people/account-commands.ts unlockUser': async () => {
    const { id, name } = await app.createUser('viewer');
    for (const attempt of [1, 2, 3]) await app.visitor().trySignIn(name, `Wrong-${attempt}`);
    return failing(accounts.unlockUser, { id });
  },
  'people/account-commands.ts signOutUser': async () =>
    failing(accounts.signOutUser, { id: await signedInUser() }),
  'saved-lists/preference-commands.ts keepColumns': () =>
    failing(preferences.keepColumns, { columns: 'status' }),
  'saved-lists/preference-commands.ts setColumnsForEveryone': async () => {
    const first = await failing(preferences.setColumnsForEveryone, { columns: 'status' });
    const again = await failing(preferences.setColumnsForEveryone, { columns: 'email' });
    return {
      statements: Math.min(first.statements, again.statements),
      traces: [...first.traces, ...again.traces],
    };
  },
  'saved-lists/preference-commands.ts saveView': () =>
    failing(preferences.saveView, { name: 'Mine', query: 'q=x' }),
  'saved-lists/preference-commands.ts removeView': async () => {
    const owner = await newActor(app, 'viewer');
    await preferences.saveView(app.services, owner, { name: 'Mine', query: 'q=x' });
    return failing(preferences.removeView, { name: 'Mine' }, owner);
  },
  'people/export-commands.ts noteExport': () =>
    failing(
      noteExport,
      stateOf({ request: { originalUrl: '/users?q=a' }, visit: { timeZone: 'UTC' } } as Parameters<
        typeof stateOf
      >[0]),
    ),

  'roles/commands.ts createRole': async () => {
    const { permissions } = await readCatalogue(app.services.db);
    const ids = permissions.slice(0, 3).map(({ id }) => id);
    return failing(roles.createRole, {
      name: freshName(),
      label: freshName(),
      description: 'Looks after things',
      permission_ids: ids,
    });
  },
  'roles/commands.ts updateRole': async () => {
    const id = await makeRole(app, freshName(), ['dashboard.view', 'users.list']);
    return failing(roles.updateRole, {
      ...(await roleInput(app, id, ['users.list', 'users.edit'])),
      label: 'The office',
    });
  },
  'roles/commands.ts deleteRole': async () =>
    failing(roles.deleteRole, { id: await makeRole(app, freshName(), ['users.list']) }),
  'roles/commands.ts assignRole': async () =>
    failing(roles.assignRole, {
      user_id: (await app.createUser()).id,
      role_id: await idOf(app, 'role', 'viewer'),
    }),
  'roles/commands.ts unassignRole': async () =>
    failing(roles.unassignRole, {
      user_id: (await app.createUser('viewer')).id,
      role_id: await idOf(app, 'role', 'viewer'),
    }),

  'roles/matrix/commands.ts updateMatrix': async () => {
    const shown = await listMatrixRoles(app.services.db);
    const [admin, ...others] = shown;
    const [one, two] = others.filter(({ granted }) => granted.length > 0);
    return failing(updateMatrix, {
      versions: new Map(shown.map(({ id, version }) => [id, version])),
      give: [
        {
          role: two?.id ?? '',
          permission: admin?.granted.find((id) => !two?.granted.includes(id)) ?? '',
        },
      ],
      take: [{ role: one?.id ?? '', permission: one?.granted[0] ?? '' }],
    });
  },
  'subscriptions/commands.ts createFeed': async () =>
    failing(createFeed, { ...newFeed(), tor: await madeTor() }),
  'subscriptions/commands.ts revokeFeed': async () => {
    await createFeed(app.services, actor, newFeed());
    const { rows } = await app.services.pool.query<{ id: string }>(
      'select max(id) as id from calendar_feeds where user_id = $1',
      [actor.id],
    );
    return failing(revokeFeed, { id: rows[0]?.id ?? '' });
  },
  ...meetingCommands(() => ({ app, actor, failing, madeTor })),

  'menu/commands.ts updateEntry': async () => {
    const id = await idOf(app, 'nav_item', 'admin.audit');
    const { version } = (await findEntityByName(app.services.db, 'nav_item', 'admin.audit')) ?? {
      version: '',
    };
    const module = await idOf(app, 'nav_item', 'governance');
    return failing(updateEntry, { id, version, label: 'History', module, active: true });
  },
  'menu/commands.ts moveEntry': async () =>
    failing(moveEntry, {
      id: await idOf(app, 'nav_item', 'admin.audit'),
      module: await idOf(app, 'nav_item', 'governance'),
      before: await idOf(app, 'nav_item', 'governance.map'),
    }),
  'settings/commands.ts updateSettings': async () => {
    const settings = await listSettings(app.services.db, new Date());
    const seen = new Map(settings.map(({ name, ...setting }) => [name, setting]));
    const wanted = { 'app.name': 'Another', 'audit.retention_days': '400' };
    // In prod, where one of the two waits for confirmation.
    const sent = new Map(
      Object.entries(wanted).map(([name, value]) => [
        seen.get(name)?.id ?? '',
        { seen: seen.get(name)?.value, wanted: value },
      ]),
    );
    return failing(updateSettings, {
      policy: { environment: 'prod', pinnedSettings: {} },
      sent,
      when: String,
    });
  },
  'settings/pending-commands.ts confirmChange': async () =>
    failing(pending.confirmChange, {
      id: await waitingChange('auth.lock_minutes', '45'),
      policy: { environment: 'prod', pinnedSettings: {} },
    }),
  'settings/pending-commands.ts withdrawChange': async () =>
    failing(pending.withdrawChange, { id: await waitingChange('auth.sign_in_failures', '5') }),
  'settings/pending-commands.ts expire': async () => {
    await waitingChange('auth.sessions_per_user', '5', '-1 hour');
    return failing(pending.expire, undefined, systemActor());
  },
  'settings/pinned-commands.ts pin': () =>
    failing(
      pin,
      { environment: 'test', pinnedSettings: { 'app.support': 'Ask Nora' } },
      systemActor('environment file'),
    ),

  ...decidingCommands({
    services: () => app.services,
    actor: () => actor,
    madeTor: () => madeTor(),
    failing,
  }),

  'positions/commands.ts createPosition': async () =>
    failing(positions.createPosition, {
      ...{ ...positionFields('chair'), committee: await madeTor() },
    }),
  'positions/commands.ts updatePosition': async () =>
    failing(positions.updatePosition, {
      ...{ ...positionFields('renamed', 3), ...(await madePosition()) },
    }),
  'positions/commands.ts deletePosition': async () =>
    failing(positions.deletePosition, await madePosition()),
  'positions/commands.ts movePosition': async () =>
    failing(positions.movePosition, { ...(await madePosition()), to: 'down' }),
  'positions/term-commands.ts assignPosition': async () =>
    failing(terms.assignPosition, {
      ...(await madePosition()),
      ...{ user: (await app.createUser('viewer')).id, membership: 'mandatory' },
    }),
  'positions/term-commands.ts vacatePosition': async () =>
    failing(terms.vacatePosition, await filledPosition()),

  'entities/commands.ts createEntity': () => failing(entities.createEntity, newTor()),
  'entities/commands.ts updateEntity': async () =>
    failing(entities.updateEntity, {
      id: await madeTor(),
      label: 'Another body',
      properties: { organization: 'Office' },
    }),
  'entities/commands.ts deleteEntity': async () =>
    failing(entities.deleteEntity, { id: await idOf(app, 'tor', 'budget_committee') }),
  'entities/commands.ts createRelation': async () =>
    failing(entities.createRelation, await feeding()),
  'entities/commands.ts deleteRelation': async () => {
    const made = await entities.createRelation(app.services, actor, await feeding());
    return failing(entities.deleteRelation, { id: made.ok ? made.value.id : '' });
  },

  ...minutesCommands(() => ({ app, actor }), failing),
  ...warningCommands(() => ({ app, actor }), failing),
  ...webhookCommands(() => ({ app, actor }), failing),

  'documents/commands.ts createDocument': async () =>
    failing(documents.createDocument, await newDocument()),
  'documents/commands.ts updateDocument': async () =>
    failing(documents.updateDocument, {
      ...(await newDocument()),
      ...{ id: await madeDocument(), title: 'Another paper', tor_id: undefined },
    }),
  'attachments/commands.ts addAttachment': async () =>
    failing(attachments.addAttachment, await arrivedFile()),
  'attachments/commands.ts deleteAttachment': async () => {
    const file = await arrivedFile();
    await attachments.addAttachment(app.services, actor, file);
    return failing(attachments.deleteAttachment, { id: file.id });
  },
  'documents/version-commands.ts restoreVersion': async () => {
    const id = await madeDocument();
    const changed = { ...(await newDocument()), id, body: 'Another text.', tor_id: undefined };
    await documents.updateDocument(app.services, actor, changed);
    return failing(versions.restoreVersion, { id, number: 1 });
  },
  'documents/version-commands.ts approveVersion': async () =>
    failing(versions.approveVersion, { id: await madeDocument(), number: 1 }),
  'documents/commands.ts deleteDocument': async () =>
    failing(documents.deleteDocument, { id: await madeDocument() }),

  'notifications-page/commands.ts chooseNotifications': () =>
    failing(chooseNotifications, { choices: new Map([['review', 'none'] as const]) }),
  'notifications-page/commands.ts stopEmails': async () => {
    await chooseNotifications(app.services, actor, {
      choices: new Map([['due', 'email'] as const]),
    });
    return failing(stopEmails, { user: actor.id, from: 'due' });
  },
  'graph/commands.ts resyncGraph': () => failing(resyncGraph, { env: 'test' }),
  'jobs-page/commands.ts retryJob': async () => failing(retryJob, { id: await deadJob() }),
  'jobs-page/commands.ts cancelJob': async () => failing(cancelJob, { id: await deadJob() }),
  'collections/commands.ts create': async () =>
    failing(changes.create, {
      path: await template(),
      values: { label: 'Aim', required_content: 'The aim' },
    }),
  'collections/commands.ts update': async () => {
    const values = { label: 'Goal', required_content: '', notes: 'Short' };
    return failing(changes.update, { ...(await slide()), values });
  },
  'collections/commands.ts remove': async () => failing(changes.remove, await slide()),
  'collections/commands.ts move': async () =>
    failing(changes.move, { ...(await slide()), to: 'down' }),
  'collections/commands.ts archive': async () => failing(changes.archive, await slide()),
  'collections/commands.ts restore': async () => {
    const archived = await slide();
    await changes.archive(app.services, actor, archived);
    return failing(changes.restore, archived);
  },

  ...committeeTextCommands(madeTor, failing),
  'dependencies/commands.ts addDependency': async () => failing(addDependency, await dependency()),
  'dependencies/commands.ts removeDependency': async () => {
    const { source: committee, target } = await feeding();
    const made = await entities.createRelation(app.services, actor, {
      ...{ type: 'feeds_into', source: committee, target, properties: {} },
    });
    return failing(removeDependency, { committee, id: made.ok ? made.value.id : '' });
  },
  'committees/commands.ts createCommittee': async () =>
    failing(committees.createCommittee, {
      ...newCommittee(),
      from: await idOf(app, 'tor', 'change_advisory_board'),
    }),
  'committees/commands.ts updateCommittee': async () =>
    failing(committees.updateCommittee, { ...newCommittee(), id: await madeTor() }),
  'committees/commands.ts archiveCommittee': async () =>
    failing(committees.archiveCommittee, { id: await madeTor() }),
  'committees/commands.ts restoreCommittee': async () => {
    const id = await madeTor();
    await committees.archiveCommittee(app.services, actor, { id });
    return failing(committees.restoreCommittee, { id });
  },
  'committees/commands.ts deleteCommittee': async () =>
    failing(committees.deleteCommittee, { id: await madeTor() }),

  'questions/export-commands.ts noteQuestionExport': () =>
    failing(noteQuestionExport, {
      ...{ question: 'vacancy', title: 'Vacancy', format: 'csv', asked: 'committee=1', count: 1 },
    }),

  'tokens/commands.ts createToken': () => failing(tokens.createToken, newToken()),
  'tokens/commands.ts revokeToken': async () => {
    const made = await tokens.createToken(app.services, actor, newToken());
    return failing(tokens.revokeToken, { id: made.ok ? made.value.id : '' });
  },

  ...itemCommands(tried),
  ...workflowCommands(tried),

  'data-manager/import/commands.ts importFile': () => {
    const member = { relation_type: 'has_role', source: 'user:zoe', target: 'role:viewer' };
    const users = ['zoe', 'alice'].map((name) => ({
      entity_type: 'user',
      name,
      label: `Imported ${name}`,
    }));
    return failing(importing, JSON.stringify({ entities: users, relations: [member] }));
  },
};

const folder = fileURLToPath(new URL('../../app', import.meta.url));

/** Sources of the app without comments, by path. */
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(?<!\.test)\.tsx?$/.test(path) && path !== join('ontology', 'command.ts'))
  .map(
    (path) =>
      [
        path,
        readFileSync(join(folder, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
      ] as const,
  );

describe('spec ontology#commands: after a failure at any statement of a command nothing is visible', () => {
  test('every command of the app is tried below', () => {
    const found = sources.flatMap(([path, code]) =>
      [...code.matchAll(/\bconst (\w+) = (?:command|transition)\s*[<(]/g)].map(
        ([, name]) => `${path} ${name}`,
      ),
    );
    expect(found.toSorted()).toEqual(Object.keys(commands).toSorted());
  });

  test('and none is defined in another way', () => {
    // Moves of a workflow are commands that `transition` defines.
    const importing = sources.filter(
      ([path, code]) =>
        path !== join('workflow', 'transition.ts') &&
        (/import \{[^}]*(?<![\w ]type )\bcommand\b[^}]*\} from '[./]*ontology\/command\.ts'/.test(
          code,
        ) ||
          /import \{[^}]*(?<![\w ]type )\btransition\b[^}]*\} from '[./]*workflow\/index\.ts'/.test(
            code,
          )),
    );
    const uses = importing.flatMap(([, code]) => [
      ...code.matchAll(/(?<![.\w])(?:command|transition)\s*[<(]/g),
    ]);
    expect(uses).toHaveLength(Object.keys(commands).length);
    expect(new Set(importing.map(([path]) => path))).toEqual(
      new Set(Object.keys(commands).map((name) => name.split(' ')[0])),
    );
    const renamed = sources.filter(
      ([, code]) =>
        /\bcommand as \w/.test(code) || /\* as \w+ from '[./]*ontology\/command\.ts'/.test(code),
    );
    expect(renamed).toEqual([]);
  });

  test.each(Object.keys(commands))('%s', async (name) => {
    const { statements, traces } = (await commands[name]?.()) ?? { statements: 0, traces: [] };
    expect(traces).toEqual([]);
    // At least the permissions of the actor, and the audit row.
    expect(statements).toBeGreaterThan(1);
  });
});
