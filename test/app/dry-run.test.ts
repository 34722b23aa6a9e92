import { expect, test } from 'vitest';
import { textOf } from '#test/support/app-client.ts';
import { app } from './app-fixture.ts';

const note = (name: string, more: object = {}) => ({
  ...{ entity_type: 'note', name, label: `Note ${name}` },
  ...more,
});

test.each([
  { errors: 0, words: 'Checked, nothing saved', state: 'st' },
  { errors: 3, words: '3 errors found, nothing saved', state: 'st no' },
])(
  'spec data-exchange#dry-run: the result page says that a dry run found $errors errors',
  async (expected) => {
    const { errors, words, state } = expected;
    const server = await app();
    const admin = await server.signIn('admin');
    const wrong = Array.from({ length: errors }, (_, n) => note(`wrong_${n}`, { sort_order: 'x' }));
    const document = JSON.stringify({ entities: [note('sound'), ...wrong] });
    const body = new FormData();
    body.append('csrf_token', admin.csrf);
    body.append('dry_run', 'true');
    body.append('files', new File([document], 'rehearsal.json'));
    const reply = await admin.send('/api/data/import', 'POST', body, { headers: {} });
    const row = /<tr[^>]*>(?:(?!<\/tr>).)*\.json.*?<\/tr>/s.exec(reply.text)?.[0] ?? '';
    expect(textOf(row)).toBe(`rehearsal.json ${words} 1 0 0`);
    expect(row).toContain(`class="${state}"`);
    expect(row.includes('#i-done')).toBe(errors === 0);
    const { rows } = await server.services.pool.query("select from entities where name = 'sound'");
    expect(rows).toEqual([]);
  },
);
