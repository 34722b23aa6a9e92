import { afterAll, describe, expect, test } from 'vitest';
import { type AppClient, textOf } from '#test/support/app-client.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { auditRows } from './app-fixture.ts';
import { governance } from './governance-fixture.ts';
import { expectRefusals, idIn, itemsOf, proposed } from './item-fixture.ts';

const server = await startAppServer();
afterAll(() => server[Symbol.asyncDispose]());
const given = await governance(server);
const { query, stored, newest, targetsOf, set } = itemsOf(server);

const nameOf = async ({ userId }: AppClient): Promise<{ name: string; label: string }> =>
  (
    await query<{ name: string; label: string }>('select name, label from entities where id = $1', [
      userId,
    ])
  )[0] ?? { name: '', label: '' };

/** Comments on an item. Returns the id. */
async function commented(
  item: string,
  body: string,
  { by = given.member, thread }: { by?: AppClient; thread?: string } = {},
): Promise<string> {
  const fields = { body, ...(thread === undefined ? {} : { thread }) };
  const { status, location } = await by.post(`${item}/comments`, fields);
  const id = await newest('comment');
  expect([status, location]).toEqual([303, `${item}#comment-${id}`]);
  return id;
}

/** One item of each kind, by its address. */
const items = {
  suggestion: async (): Promise<string> => {
    await given.member.post(`/tor/${given.boardA}/suggestions`, { description: 'Talk about it' });
    return `/tor/${given.boardA}/suggestions/${await newest('suggestion')}`;
  },
  proposal: () => proposed(given),
};

test.each(Object.entries(items))(
  'spec comments#order: members talk about a %s, in threads',
  async (_kind, made) => {
    const item = await made();
    const first = await commented(item, 'First **bold**');
    const second = await commented(item, 'Second');
    const reply = await commented(item, 'Reply', { by: given.reviewer, thread: first });
    const further = await commented(item, 'Further', { thread: reply });
    expect(await targetsOf(reply, 'replies_to')).toEqual([first]);
    expect(await targetsOf(further, 'replies_to')).toEqual([first]);
    expect(await targetsOf(second, 'replies_to')).toEqual([]);
    const { statements } = server.queries;
    const { text } = await given.reviewer.get(item);
    expect(server.queries.statements - statements).toBe(3);
    expect(text).toContain('<strong>bold</strong>');
    const places = ['First', 'Reply', 'Further', 'Second'].map((word) =>
      textOf(text).indexOf(word, textOf(text).indexOf('Comments')),
    );
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  },
);

test('spec comments#mentions: members are mentioned by user name, others are not', async () => {
  const item = await proposed(given);
  const [reviewer, outsider] = [await nameOf(given.reviewer), await nameOf(given.outsider)];
  const body = `@${reviewer.name.toUpperCase()}, ask @${outsider.name} and \`@${reviewer.name}\`.`;
  const id = await commented(item, body);
  expect(await targetsOf(id, 'mentions')).toEqual([given.reviewer.userId]);
  const { text } = await given.member.get(item);
  expect(text).toContain(`<strong>@${reviewer.label}</strong>`);
  expect(text).toContain(`@${outsider.name}`);
  expect(text).toContain(`<code>@${reviewer.name}</code>`);
  await given.member.post(`${item}/comments/${id}`, { body: 'Nobody' });
  expect(await targetsOf(id, 'mentions')).toEqual([]);
});

describe('spec comments#editing', () => {
  test('an edited comment says so, and only a change counts', async () => {
    const item = await proposed(given);
    const id = await commented(item, 'Frist');
    const form = await given.member.get(`${item}/comments/${id}/edit`);
    expect([form.status, form.text.includes('Frist')]).toEqual([200, true]);
    await given.member.post(`${item}/comments/${id}`, { body: 'Frist' });
    expect((await stored(id))?.properties['edited_date']).toBeUndefined();
    const reply = await given.member.post(`${item}/comments/${id}`, { body: 'First' });
    expect(reply.location).toBe(`${item}#comment-${id}`);
    expect((await stored(id))?.properties).toMatchObject({ body: 'First' });
    expect(textOf((await given.reviewer.get(item)).text)).toMatch(/edited/);
  });

  test('a withdrawn one keeps its place and loses its text; the audit log has it', async () => {
    const item = await proposed(given);
    const id = await commented(item, `Too hasty, @${(await nameOf(given.reviewer)).name}`);
    await commented(item, 'An answer', { by: given.reviewer, thread: id });
    expect((await given.member.get(`${item}/comments/${id}/withdraw`)).status).toBe(200);
    await given.member.post(`${item}/comments/${id}/withdraw`);
    const text = textOf((await given.reviewer.get(item)).text);
    expect(text).not.toContain('Too hasty');
    expect(text).toMatch(/This comment was withdrawn.*An answer/s);
    expect(await targetsOf(id, 'mentions')).toEqual([]);
    const [row] = (await auditRows(server, 'comment.withdrawn')).slice(-1);
    expect(JSON.stringify(row?.before)).toContain('Too hasty');
    await given.member.post(`${item}/comments/${id}`, { body: 'Back again' });
    expect((await stored(id))?.properties['body']).toBeUndefined();
  });
});

test('spec comments#closed: nothing is said about an item whose workflow has ended', async () => {
  const item = await proposed(given);
  const id = await commented(item, 'Said before');
  await set(idIn(item), { status: 'approved' });
  const last = await newest('comment');
  const attempts = [
    await given.member.post(`${item}/comments`, { body: 'Too late' }),
    await given.member.post(`${item}/comments/${id}`, { body: 'Changed' }),
    await given.member.post(`${item}/comments/${id}/withdraw`),
  ];
  expect(attempts.map(({ status, location }) => [status, location])).toEqual(
    attempts.map(() => [303, item]),
  );
  const text = textOf((await given.member.get(item)).text);
  expect(text).toContain('Said before');
  expect(text).toContain('no one can comment');
  expect(await newest('comment')).toBe(last);
});

test('spec comments#access: a refused change saves nothing', async () => {
  const item = await proposed(given);
  const other = await proposed(given);
  const id = await commented(item, 'Mine');
  const { gov, member, reviewer, outsider, viewer, chair } = given;
  const inB = item.replace(`/tor/${given.boardA}/`, `/tor/${given.boardB}/`);
  const said = { body: 'x' };
  await expectRefusals([
    ['a user of another committee', outsider, `${item}/comments`, said, 403],
    ['a viewer', viewer, `${item}/comments`, said, 403],
    ['a member who may not see proposals', chair, `${item}/comments`, said, 403],
    ['an item of another committee', gov, `${inB}/comments`, said, 404],
    ['no text', member, `${item}/comments`, { body: ' ' }, 422],
    ['5,001 characters', member, `${item}/comments`, { body: 'x'.repeat(5001) }, 422],
    ['a reply to nothing', member, `${item}/comments`, { ...said, thread: '1' }, 422],
    ['a reply to another item', member, `${other}/comments`, { ...said, thread: id }, 422],
    ['a change by another user', reviewer, `${item}/comments/${id}`, said, 403],
    ['a withdrawal by another user', reviewer, `${item}/comments/${id}/withdraw`, {}, 403],
    ['a comment on another item', member, `${other}/comments/${id}`, said, 404],
    ['something else as a comment', member, `${item}/comments/${idIn(item)}`, said, 404],
  ]);
  for (const page of ['edit', 'withdraw'])
    expect((await reviewer.get(`${item}/comments/${id}/${page}`)).status).toBe(404);
  expect((await stored(id))?.properties).toMatchObject({ body: 'Mine' });
  const kept = await member.post(`${item}/comments`, { body: 'x'.repeat(5001) });
  expect(kept.text).toContain('x'.repeat(5001));
});
