import type { AppClient, AppServer } from '#test/support/app-server.ts';
import { makeRole } from './role-fixture.ts';

/** A form of a document with its required fields. */
export const paper = (title: string, more: Readonly<Record<string, string>> = {}) => ({
  title,
  doc_type: 'meeting_paper',
  body: `# ${title}\n\nWhat the committee has to decide.`,
  ...more,
});

/** Creates a document by the form; returns its address. */
export async function written(
  browser: AppClient,
  title: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { location, status, text } = await browser.post('/documents', paper(title, more));
  if (location === null) throw new Error(`${status}: ${text.slice(0, 2_000)}`);
  return location;
}

/** The hidden fields with which the form of a document was opened. */
export async function openedForm(
  browser: AppClient,
  address: string,
): Promise<{ version: string; number: string }> {
  const { text } = await browser.get(`${address}/edit`);
  const hidden = (name: string) =>
    new RegExp(`name="${name}" value="(\\d+)"`).exec(text)?.[1] ?? '';
  return { version: hidden('version'), number: hidden('number') };
}

let roles = 0;

/** A browser of a new user whose only permissions are these, and who holds a position. */
export async function withPermissions(
  server: AppServer,
  codes: readonly string[],
  position?: string,
): Promise<AppClient> {
  roles += 1;
  const role = `documents_${roles}`;
  await makeRole(server, role, codes);
  const browser = await server.signIn(role);
  if (position !== undefined) await fill(server, browser.userId, position);
  return browser;
}

/** Gives a user a position, by its name. */
export async function fill(
  { services: { pool } }: AppServer,
  userId: string,
  position: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<void> {
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id, properties)
     select t.id, $1, p.id, $3 from entities t, entities p
     where t.entity_type = 'relation_type' and t.name = 'fills_position'
       and p.entity_type = 'tor_function' and p.name = $2`,
    [userId, position, JSON.stringify(properties)],
  );
}

/** All permissions of documents. */
export const documentCodes = [
  ...['document.list', 'document.create', 'document.view', 'document.edit', 'document.delete'],
];
