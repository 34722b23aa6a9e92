import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permissions } from '#app/declarations.ts';
import { declaredJobs } from '#app/declared-jobs.ts';
import { runGenerators } from '#app/warnings/check.ts';
import { frequent, nightly } from '#app/warnings/generators/index.ts';
import { raise } from '#app/warnings/raise.ts';
import type { NewWarning } from '#app/warnings/warning.ts';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows, minutes } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposed } from './item-fixture.ts';
import { replica, statesOf } from './jobs-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, newest } = itemsOf(server);
const { db } = server.services;
const jobs = declaredJobs(server.services);
// A new consumer begins with the next event.
await jobs.find(({ kind }) => kind.name === 'events.warnings')?.wanted?.(db);
const day = minutes(60 * 24);

/** Runs the job of a kind, as its schedule does. */
const run = async (kind: string): Promise<number | undefined> =>
  jobs
    .find((job) => job.kind.name === kind)
    ?.run({}, { id: '1', attempt: 1, signal: new AbortController().signal });

/** Sends a form as a script does. */
const asProgram = (user: AppClient, path: string, fields: Record<string, string> = {}) =>
  user.post(path, fields, { headers: { Accept: 'application/json' } });

const warning = (key: string, more: Partial<NewWarning> = {}): NewWarning => ({
  ...{ source: 'scheduled.test', key, severity: 'high', category: 'system' },
  ...{ message: `Test ${key}`, details: {}, to: { users: [given.viewer.userId] } },
  ...more,
});
const raised = (...warnings: NewWarning[]) =>
  db.transaction().execute((tx) => raise(tx, warnings, server.services.now()));

const idOf = async (key: string): Promise<string> =>
  (
    await query<{ id: string }>(
      `select id::text from entities where entity_type = 'warning' and properties ->> 'dedup_key' = $1 order by id desc`,
      [key],
    )
  )[0]?.id ?? '';
const receiptOf = async (key: string, user: AppClient): Promise<string | undefined> =>
  (
    await query<{ status: string }>(
      `select properties ->> 'status' as status from entities where entity_type = 'warning_receipt' and name = $1`,
      [`wr.${await idOf(key)}.${user.userId}`],
    )
  )[0]?.status;
const statusOf = async (key: string): Promise<string | undefined> =>
  (
    await query<{ status: string }>(
      `select properties ->> 'status' as status from entities where id = $1`,
      [(await idOf(key)) || '0'],
    )
  )[0]?.status;
const countOf = async (type: string): Promise<number> =>
  Number(
    (
      await query<{ count: string }>('select count(*) from entities where entity_type = $1', [type])
    )[0]?.count,
  );
const bellOf = async (user: AppClient): Promise<string> =>
  /aria-label="(Notifications[^"]*)"/.exec((await user.get('/dashboard')).text)?.[1] ?? '';

describe('spec warnings#generators: vacant mandatory positions', () => {
  const vacancy = `tor_vacancy_${given.boardA}`;

  test('are found once by two replicas, and reach those who may fill them', async () => {
    const checks = jobs.filter(({ kind }) => kind.name === 'warnings.check');
    const runners = [replica(server, checks), replica(server, checks)];
    await expect.poll(() => statesOf(server, 'warnings.check')).toEqual(['done']);
    for (const runner of runners) await runner.stop(0);
    expect(
      await query(
        `select count(*)::integer from entities where entity_type = 'warning' and properties ->> 'dedup_key' = $1`,
        [vacancy],
      ),
    ).toEqual([{ count: 1 }]);
    expect(await receiptOf(vacancy, given.gov)).toBe('unread');
    expect(await receiptOf(vacancy, given.member)).toBeUndefined();
    expect(await bellOf(given.gov)).toBe('Notifications, 1 unread');
    const list = textOf((await given.gov.get('/warnings')).text);
    expect(list).toContain('Board A: 1 mandatory position is vacant: Spare seat');
  });

  test('spec warnings#raising: are brought up to date, and reported again only when there are more', async () => {
    await given.gov.post(`/warnings/${await idOf(vacancy)}/read`);
    expect([await run('warnings.check'), await receiptOf(vacancy, given.gov)]).toEqual([0, 'read']);
    const { gov, boardA } = given;
    const { a_chair: chair = '' } = given.positions;
    await query(`update entities set label = 'Chairperson' where id = $1`, [chair]);
    await query(
      `update relations set properties = properties || '{"until":"2020-01-01"}' where target_id = $1 and source_id = $2`,
      [chair, given.chair.userId],
    );
    await run('warnings.check');
    expect(await receiptOf(vacancy, gov)).toBe('unread');
    const page = textOf((await gov.get(`/warnings/${await idOf(vacancy)}`)).text);
    expect(page).toContain('Board A: 2 mandatory positions are vacant: Chairperson and Spare seat');
    expect(page).toContain('Notified again because it got worse');
    await query(
      `update relations set properties = properties - 'until' where target_id = $1 and source_id = $2`,
      [chair, given.chair.userId],
    );
    await gov.post(`/tor/${boardA}/members`, {
      ...{ action: 'assign', user_id: given.viewer.userId, membership_type: 'mandatory' },
      position_id: given.positions['a_spare'] ?? '',
    });
    await run('warnings.check');
    expect([await statusOf(vacancy), await receiptOf(vacancy, gov)]).toEqual([
      'resolved',
      'resolved',
    ]);
    expect(await bellOf(gov)).toBe('Notifications');
  });
});

describe('spec warnings#generators: each night', () => {
  const detailsOf = async (key: string): Promise<string> =>
    (
      await query<{ label: string }>(`select label from entities where id = $1`, [await idOf(key)])
    )[0]?.label ?? '';

  test('proposals and suggestions that wait are found, until they move on', async () => {
    const { member, reviewer, chair, gov, boardA } = given;
    const proposal = await proposed(given);
    await member.post(`${proposal}/submit`);
    await member.post(`/tor/${boardA}/suggestions`, { description: 'Shorten the chain' });
    const suggestion = await newest('suggestion');
    server.advance(15 * day);
    await run('warnings.check-nightly');
    server.advance(-15 * day);
    const [waiting, open] = [`proposal_waiting_${idIn(proposal)}`, `suggestion_open_${suggestion}`];
    expect(await detailsOf(waiting)).toBe(
      'Proposal “Two-stage approval” has waited for a review for 15 days',
    );
    expect(await receiptOf(waiting, reviewer)).toBe('unread');
    for (const user of [member, chair, gov]) expect(await receiptOf(waiting, user)).toBeUndefined();
    for (const user of [member, gov]) expect(await receiptOf(open, user)).toBe('unread');
    await reviewer.post(`${proposal}/review`);
    await reviewer.post(`/tor/${boardA}/suggestions/${suggestion}/accept`);
    await run('warnings.check-nightly');
    expect([await statusOf(waiting), await statusOf(open)]).toEqual(['resolved', 'resolved']);
  });

  test('entities that belong nowhere, or lack what they need, are found', async () => {
    await query(
      `insert into entities (entity_type, name, label) values ('meeting', 'lost', 'Lost meeting')`,
    );
    await run('warnings.check-nightly');
    for (const key of ['entities_without_relations', 'missing_properties']) {
      const page = textOf((await given.gov.get(`/warnings/${await idOf(key)}`)).text);
      expect(page).toContain('Lost meeting (meeting)');
    }
    await query(`delete from entities where name = 'lost'`);
    await run('warnings.check-nightly');
    expect(await statusOf('entities_without_relations')).toBe('resolved');
  });

  test('audit entries that outlived their retention are found', async () => {
    server.advance(400 * day);
    await run('warnings.check-nightly');
    expect(await detailsOf('audit_retention')).toContain('not removed');
    server.advance(-400 * day);
    await run('warnings.check-nightly');
    expect(await statusOf('audit_retention')).toBe('resolved');
  });

  test('failed sign-ins to one account are found', async () => {
    const { id, name } = await server.createUser('viewer');
    for (let count = 0; count < 5; count += 1)
      await server.visitor().trySignIn(name, `wrong ${count}`);
    await run('warnings.check');
    expect(await detailsOf(`failed_sign_ins_${id}`)).toMatch(/^\d+ failed sign-ins to the account/);
    expect(await receiptOf(`failed_sign_ins_${id}`, given.gov)).toBe('unread');
  });

  test('one that fails is counted and holds up no other', async () => {
    const failing = { source: 'scheduled.broken', find: () => Promise.reject(new Error('broken')) };
    const found = { source: 'scheduled.fine', find: async () => [warning('fine')] };
    const failed: string[] = [];
    const said: object[] = [];
    const info = (facts: object) => void said.push(facts);
    const changed = await runGenerators(
      {
        ...{ db, now: server.services.now, settings: async () => ({}) },
        log: { info, warn: () => undefined, error: () => undefined },
        observe: { ran: () => undefined, failed: (source) => failed.push(source) },
      },
      [failing, found],
      new AbortController().signal,
    );
    expect([changed, failed, await statusOf('fine')]).toEqual([1, ['scheduled.broken'], 'active']);
    expect(said.at(-1)).toMatchObject({ generators: 2, failed: 1, created: 1, resolved: 0 });
    expect(await receiptOf('fine', given.viewer)).toBe('unread');
    await given.viewer.post(`/warnings/${await idOf('fine')}/delete`);
  });

  test('spec graph#warnings: refused changes and corrections of the graph', async () => {
    const checked = async () => {
      await run('warnings.check');
      return [await statusOf('graph_refusals'), await statusOf('graph_corrections')];
    };
    await query(
      `insert into graph_outbox_dead (seq, kind, entity_id, op, created_at, attempts, last_error)
       values (1, 'entity', 1, 'upsert', now(), 10, 'No')`,
    );
    await query(
      `insert into graph_checks (graph_env, checked_at, nodes, relationships, healed, kinds)
       values ('test', $1, 9, 9, 3, array['node tor', 'relationship feeds_into'])`,
      [server.services.now()],
    );
    expect(await checked()).toEqual(['active', 'active']);
    await query('delete from graph_outbox_dead');
    await query('delete from graph_checks');
    expect(await checked()).toEqual(['resolved', 'resolved']);
  });

  test('spec warnings#recipients: each source is declared once, and its permission exists', async () => {
    const sources = [...frequent, ...nightly].map(({ source }) => source);
    expect(new Set(sources).size).toBe(sources.length);
    const rows = await query<{ name: string }>(
      `select name from entities where entity_type = 'permission' and name = any($1)`,
      [['settings.manage', 'settings.security', 'tor.manage_members', 'warnings.manage']],
    );
    expect(rows).toHaveLength(4);
    expect(Object.keys(permissions)).toContain('warnings.manage');
  });
});

describe('spec warnings#events', () => {
  const raise = () => run('events.warnings');
  const newestOf = async (source: string) =>
    (
      await query<{ key: string; label: string }>(
        `select properties ->> 'dedup_key' as key, label from entities
         where entity_type = 'warning' and properties ->> 'source_action' = $1 order by id desc limit 1`,
        [source],
      )
    )[0];

  test('pages and the API raise the same; the user who caused it finds it read', async () => {
    const { gov } = given;
    const other = await server.signIn('admin');
    const fields = { username: 'made_here', display_name: 'Made Here', email: 'a@example.com' };
    const made = await gov.post('/users', { ...fields, initial: 'generated' });
    expect([200, 303]).toContain(made.status);
    await raise();
    const created = await newestOf('event.user.created');
    expect(created?.label).toBe('User Made Here created');
    expect(await receiptOf(created?.key ?? '', gov)).toBe('read');
    expect(await receiptOf(created?.key ?? '', other)).toBe('unread');
    await gov.post(`/users/${await newest('user')}/delete`);
    await raise();
    expect((await newestOf('event.user.deleted'))?.label).toBe('User Made Here deleted');
  });

  test('what moved in a workflow is one warning for each committee and day', async () => {
    const { member, chair, viewer, boardA } = given;
    for (const _ of [1, 2]) await member.post(`${await proposed(given)}/submit`);
    await raise();
    await member.post(`${await proposed(given)}/submit`);
    await raise();
    const moved = await newestOf('event.workflow.changed');
    expect(moved?.label).toMatch(/^Board A: \d+ items moved in the workflow today$/);
    expect(moved?.key).toMatch(new RegExp(`^workflow:${boardA}:`));
    const [{ details = '' } = {}] = await query<{ details: string }>(
      `select properties ->> 'details' as details from entities where properties ->> 'dedup_key' = $1`,
      [moved?.key],
    );
    expect(details).toContain(': Submitted"');
    expect(await receiptOf(moved?.key ?? '', chair)).toBe('unread');
    expect(await receiptOf(moved?.key ?? '', viewer)).toBeUndefined();
    expect(
      await query(
        `select count(*)::integer from entities where entity_type = 'warning' and properties ->> 'dedup_key' = $1`,
        [moved?.key],
      ),
    ).toEqual([{ count: 1 }]);
  });
});

describe('spec warnings#receipts', () => {
  beforeAll(async () => {
    await raised(warning('own'), warning('other', { to: { users: [given.gov.userId] } }));
  });

  test('its owner reads, dismisses and forwards a warning', async () => {
    const { viewer, member } = given;
    const id = await idOf('own');
    const page = await viewer.get(`/warnings/${id}`);
    expect([page.status, await receiptOf('own', viewer)]).toEqual([200, 'unread']);
    expect(textOf(page.text)).not.toContain('Recipients');
    const read = await asProgram(viewer, `/warnings/${id}/read`);
    expect([read.status, await receiptOf('own', viewer)]).toEqual([204, 'read']);
    const forwarded = await viewer.post(`/warnings/${id}/forward`, {
      target_user_id: member.userId,
    });
    expect([forwarded.status, forwarded.location]).toEqual([303, `/warnings/${id}`]);
    expect([await receiptOf('own', viewer), await receiptOf('own', member)]).toEqual([
      'forwarded',
      'unread',
    ]);
    await member.post(`/warnings/${id}/delete`);
    expect(await receiptOf('own', member)).toBe('deleted');
    await viewer.post(`/warnings/${id}/forward`, { target_user_id: member.userId });
    expect(await receiptOf('own', member)).toBe('unread');
    const dismissed = await viewer.post(`/warnings/${id}/delete`);
    expect([dismissed.status, dismissed.location]).toEqual([303, '/warnings']);
    const again = await viewer.post(`/warnings/${id}/delete`);
    expect(again.status).toBe(303);
    const log = await auditRows(server, 'warning.read', 'warning.forwarded', 'warning.deleted');
    expect(
      log.filter(({ target_label: label }) => label === 'Test own').map((row) => row.action),
    ).toMatchInlineSnapshot(`
      [
        "warning.read",
        "warning.forwarded",
        "warning.deleted",
        "warning.forwarded",
        "warning.deleted",
      ]
    `);
    const history = textOf((await viewer.get(`/warnings/${id}`)).text);
    for (const words of ['Received', 'System', 'Forwarded to', 'Dismissed'])
      expect(history).toContain(words);
  });

  test('a warning to other users is not found; those who see all can only look', async () => {
    const { viewer, gov, member, outsider } = given;
    const [own, other] = [await idOf('own'), await idOf('other')];
    const before = await countOf('warning_event');
    expect((await viewer.get(`/warnings/${other}`)).status).toBe(404);
    expect((await viewer.get(`/warnings/${other}/candidates?q=t`)).status).toBe(404);
    expect((await gov.get('/warnings/999999')).status).toBe(404);
    expect((await gov.get(`/warnings/${given.boardA}`)).status).toBe(404);
    const someone = { target_user_id: outsider.userId };
    await expectRefusals([
      ['reading of another’s', viewer, `/warnings/${other}/read`, {}, 404],
      ['dismissal of another’s', viewer, `/warnings/${other}/delete`, {}, 404],
      ['forwarding of another’s', viewer, `/warnings/${other}/forward`, someone, 404],
      ['forwarding to no user', gov, `/warnings/${other}/forward`, { target_user_id: other }, 422],
      ['forwarding to nobody', gov, `/warnings/${other}/forward`, { target_user_id: '' }, 422],
      [
        'forwarding to oneself',
        gov,
        `/warnings/${other}/forward`,
        { target_user_id: gov.userId },
        422,
      ],
      ['resolving', member, `/warnings/${own}/resolve`, {}, 403],
      ['no action', viewer, '/warnings/bulk', { ids: own }, 422],
      ['no selection', viewer, '/warnings/bulk', { action: 'read' }, 422],
      ['unknown ids', viewer, '/warnings/bulk', { action: 'read', ids: 'x' }, 422],
    ]);
    const seen = textOf((await gov.get(`/warnings/${own}`)).text);
    expect(seen).toContain('This warning was not sent to you.');
    expect(seen).toContain('Recipients');
    const refused = await asProgram(gov, `/warnings/${own}/read`);
    expect([refused.status, refused.json()]).toEqual([
      409,
      expect.objectContaining({ detail: expect.stringContaining('not sent to you') }),
    ]);
    expect(await countOf('warning_event')).toBe(before);
  });

  test('spec warnings#bulk: several are changed at once; others are left out', async () => {
    const { viewer } = given;
    await raised(warning('bulk_1'), warning('bulk_2', { severity: 'info' }), warning('bulk_3'));
    const ids = [await idOf('bulk_1'), await idOf('bulk_2'), await idOf('other')];
    const read = await viewer.post('/warnings/bulk', { action: 'read', 'ids[]': ids });
    expect([read.status, read.location]).toEqual([303, '/warnings']);
    expect(textOf((await viewer.get('/warnings')).text)).toContain('2 warnings marked as read.');
    expect(await receiptOf('other', given.gov)).toBe('unread');
    await viewer.post('/warnings/bulk', {
      ...{ action: 'dismiss', scope: 'all' },
      query: '/warnings?severity=info&show_read=true',
    });
    const states = ['bulk_1', 'bulk_2', 'bulk_3'].map((key) => receiptOf(key, viewer));
    expect(await Promise.all(states)).toEqual(['read', 'deleted', 'unread']);
  });

  test('a dismissal is taken back by the button of its message, as it was before', async () => {
    const { viewer } = given;
    const keys = ['undo_1', 'undo_2'];
    await raised(...keys.map((key) => warning(key)));
    const ids = await Promise.all(keys.map(idOf));
    await viewer.post(`/warnings/${ids[0]}/read`);
    await viewer.post('/warnings/bulk', { action: 'dismiss', ids });
    const { text } = await viewer.get('/warnings');
    const undo = /<form class="undo"[\s\S]*?<\/form>/.exec(text)?.[0] ?? '';
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(undo)?.[1] ?? '';
    expect(field('ids').split(',').toSorted()).toEqual(ids.toSorted());
    await viewer.post('/warnings/bulk', { action: field('action'), ids: field('ids') });
    expect(await Promise.all(keys.map((key) => receiptOf(key, viewer)))).toEqual([
      'read',
      'unread',
    ]);
    await viewer.post(`/warnings/${ids[1]}/delete`);
    expect((await viewer.get('/warnings?show_deleted=true')).text).toContain(
      `action="/warnings/${ids[1]}/restore"`,
    );
    await viewer.post(`/warnings/${ids[1]}/restore`);
    expect(await receiptOf('undo_2', viewer)).toBe('unread');
    await viewer.post('/warnings/bulk', { action: 'dismiss', ids });
  });

  test('spec warnings#list: shows unread ones, and read or dismissed ones on request', async () => {
    const shown = async (address: string): Promise<readonly string[]> =>
      [...(await given.viewer.get(address)).text.matchAll(/Test (bulk_\d)<\/a>/g)].map(
        ([, key = '']) => key,
      );
    expect(await shown('/warnings')).toEqual(['bulk_3']);
    expect(await shown('/warnings?show_read=true')).toEqual(['bulk_3', 'bulk_1']);
    expect(await shown('/warnings?show_read=true&show_deleted=true')).toEqual([
      ...['bulk_3', 'bulk_2', 'bulk_1'],
    ]);
    expect(await shown('/warnings?show_deleted=true&severity=info')).toEqual(['bulk_2']);
    expect(await shown('/warnings?category=security')).toEqual([]);
    const { statements } = server.queries;
    await given.viewer.get('/warnings');
    expect(server.queries.statements - statements).toBe(2);
    await given.viewer.get(`/warnings/${await idOf('bulk_3')}`);
    expect(server.queries.statements - statements).toBe(4);
  });

  test('spec warnings#resolution: ends it for all recipients', async () => {
    const id = await idOf('bulk_3');
    expect((await given.gov.post(`/warnings/${id}/resolve`)).location).toBe(`/warnings/${id}`);
    expect([await statusOf('bulk_3'), await receiptOf('bulk_3', given.viewer)]).toEqual([
      'resolved',
      'resolved',
    ]);
    expect((await asProgram(given.gov, `/warnings/${id}/resolve`)).status).toBe(409);
    const late = { target_user_id: given.member.userId };
    expect((await asProgram(given.viewer, `/warnings/${id}/forward`, late)).status).toBe(409);
  });
});

describe('spec warnings#raising', () => {
  test('concurrent writers make one warning of one state', async () => {
    await Promise.all([1, 2, 3, 4].map(() => raised(warning('race'), warning('race_2'))));
    expect(
      await query(
        `select count(*)::integer from entities where entity_type = 'warning' and properties ->> 'dedup_key' like 'race%'`,
      ),
    ).toEqual([{ count: 2 }]);
  });

  test('takes the same number of statements for one recipient and for many', async () => {
    const statements = async (key: string, to: NewWarning['to']): Promise<number> => {
      const before = server.queries.statements;
      await raised(warning(key, { to }));
      return server.queries.statements - before;
    };
    const one = await statements('one', { users: [given.viewer.userId] });
    const { gov, chair, member, reviewer } = given;
    const users = [gov, chair, member, reviewer].map(({ userId }) => userId);
    expect(await statements('many', { users })).toBe(one);
  });

  test('a warning without recipients is reported, never silent', async () => {
    expect(await raised(warning('unheard', { to: { users: [given.boardA] } }))).toEqual({
      ...{ created: 1, worse: 0 },
      unheard: ['scheduled.test'],
    });
  });
});

describe('spec warnings#retention', () => {
  test('removes warnings that ended long ago with their timeline, and keeps dismissed ones while they hold', async () => {
    await raised(
      warning('past', { source: 'event.test', severity: 'info' }),
      warning('gone', { source: 'event.test' }),
      warning('holds'),
    );
    for (const key of ['gone', 'holds'])
      await given.viewer.post(`/warnings/${await idOf(key)}/delete`);
    server.advance(8 * day);
    await run('warnings.prune');
    expect(await receiptOf('gone', given.viewer)).toBeUndefined();
    expect(await receiptOf('holds', given.viewer)).toBe('deleted');
    server.advance(83 * day);
    await run('warnings.prune');
    expect(await statusOf('past')).toBe('resolved');
    server.advance(31 * day);
    await run('warnings.prune');
    expect(await idOf('past')).toBe('');
    expect(
      await query(
        `select count(*)::integer from entities x where x.entity_type = 'warning_event'
         and not exists (select from relations r where r.source_id = x.id)`,
      ),
    ).toEqual([{ count: 0 }]);
  });
});
