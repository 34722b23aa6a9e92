import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import type { Page } from 'playwright-core';
import { migrate } from '#app/db/migrate.ts';
import { seed } from '#app/seed/index.ts';
import { listPages } from '#test/browser/page-list.ts';
import { fillSignIn, makeInitial } from '#test/browser/person.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from '#test/support/browser.ts';
import { startPostgres } from '#test/support/postgres-server.ts';

/**
 * `tsx scripts/screenshots.ts [--folder docs/screenshots] [--format webp|png] [--look desk-light …]
 * [--only user …]`: takes screenshots of every page with the demo content, in desktop and phone
 * size, light and dark. WebP keeps all of them within a few megabytes. `--only` takes only pages
 * whose names start with the given texts and keeps the others. Uses the first font of the pages'
 * list that is installed; the committed ones were taken with Inter (Debian's fonts-inter).
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'docs/screenshots' },
    format: { type: 'string', default: 'webp' },
    look: {
      type: 'string',
      multiple: true,
      default: ['desk-light', 'desk-dark', 'phone-light', 'phone-dark'],
    },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const { folder, only } = values;
const format = values.format === 'png' ? 'png' : 'webp';
/** WebP quality: text stays sharp, and all of them fit into 10 MB. */
const quality = 30;
const desk = { width: 1440, height: 900 };
const tablet = { width: 768, height: 1024 };
const phone = { width: 360, height: 740 };
const looks: Readonly<Record<string, PageOptions>> = {
  'desk-light': { ...desk, theme: 'light' },
  'desk-dark': { ...desk, theme: 'dark' },
  'tablet-light': { ...tablet, theme: 'light' },
  'tablet-dark': { ...tablet, theme: 'dark' },
  'phone-light': { ...phone, theme: 'light' },
  'phone-dark': { ...phone, theme: 'dark' },
};
/** A demo user with all read permissions. */
const reader = 'diana';
/** A demo user who chairs a committee. */
const chair = 'henry';
/** A demo user with few permissions. */
const guest = 'bob';
/** Longer pages are cut, because the rest is similar. */
const highest = 2000;

await using postgres = await startPostgres();
await migrate(postgres.url);
const pool = new Pool({ connectionString: postgres.url });
await seed(pool, {
  profile: 'demo',
  now: new Date(),
  appVersion: 'screenshots',
  demoPassword: testPassword,
});
await pool.query('update credentials set must_change = false');
await pool.end();
await using server = await startAppServer({ url: postgres.url });
await using browser = await launchBrowser();
if (only.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await changeSomething(server);
for (const look of values.look) await take(browser, server, look, looks[look] ?? {});

function isWanted(name: string): boolean {
  return only.length === 0 || only.some((start) => name.startsWith(start));
}

async function idOf({ services: { pool } }: AppServer, name: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'user' and name = $1",
    [name],
  );
  return rows[0]?.id ?? '';
}

/** Makes some changes, so that lists have several states and the audit log has entries. */
async function changeSomething(app: AppServer): Promise<void> {
  const person = app.visitor();
  await person.trySignIn(reader, 'not-the-password');
  await person.signIn(reader, testPassword);
  const { rows } = await app.services.pool.query<{ id: string }>(
    "select id from entities where name = any('{frank,jack}') order by name",
  );
  for (const { id } of rows) await person.post(`/users/${id}/deactivate`, { back: '/users' });
  await person.post('/account/profile', {
    action: 'update_display_name',
    display_name: 'Diana Berg',
  });
  await person.get('/users/export.csv');
}

async function take(
  { newContext }: TestBrowser,
  app: AppServer,
  look: string,
  options: PageOptions,
): Promise<void> {
  const context = await newContext(options);
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await shoot(page, `sign-in-${look}`);
  await fillSignIn(page, reader, testPassword);
  await page.waitForURL('**/dashboard*');
  // Each look signs in from another device, which is not what its pages are about.
  await app.services.pool.query('delete from security_notices');
  const pages = { ...(await listPages(app)), design: '/design' };
  for (const [name, path] of Object.entries(pages).filter(([name]) => isWanted(name))) {
    await page.goto(app.url + path);
    // A graph is captured once its layout is complete.
    if ((await page.locator('[data-graph]').count()) > 0)
      await page.locator('svg[data-settled]').waitFor();
    await shoot(page, `${name}-${look}`);
  }
  if (isWanted('user-conflict')) await takeConflict(page, app, look);
  await context.close();
  if (isWanted('dashboard-chair')) await takeChair(newContext, app, look, options);
  await takeRefusals(newContext, app, look, options);
}

/** The first page of a chair. */
async function takeChair(
  newContext: TestBrowser['newContext'],
  app: AppServer,
  look: string,
  options: PageOptions,
): Promise<void> {
  const context = await newContext(options);
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await fillSignIn(page, chair, testPassword);
  await page.waitForURL('**/dashboard*');
  await app.services.pool.query('delete from security_notices');
  await page.reload();
  await shoot(page, `dashboard-chair-${look}`);
  await context.close();
}

/** The 409 page: a form that was open while another user saved changes. */
async function takeConflict(page: Page, app: AppServer, look: string): Promise<void> {
  const edit = `${app.url}/users/${await idOf(app, 'eva')}/edit`;
  const colleague = await page.context().newPage();
  await Promise.all([page.goto(edit), colleague.goto(edit)]);
  const name = colleague.getByLabel('Display name');
  const [first, second] = ['Eva Lindqvist', 'Eva Bergström'];
  await name.fill((await name.inputValue()) === first ? second : first);
  await colleague.getByRole('button', { name: 'Save user', exact: true }).click();
  await colleague.getByText('was saved.').waitFor();
  await colleague.close();
  await page.getByLabel('Display name').fill('Eva Secretary-General');
  await page.getByLabel('Email').fill('eva@example.com');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('was changed while you were editing').waitFor();
  await shoot(page, `user-conflict-${look}`);
}

/** Pages of a user with few permissions whose password an administrator chose. */
async function takeRefusals(
  newContext: TestBrowser['newContext'],
  app: AppServer,
  look: string,
  options: PageOptions,
): Promise<void> {
  const id = await idOf(app, guest);
  const context = await newContext(options);
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await fillSignIn(page, guest, 'not-the-password');
  await page.getByText('is incorrect').waitFor();
  await shoot(page, `sign-in-failed-${look}`);
  await fillSignIn(page, guest, testPassword);
  await page.waitForURL('**/dashboard*');
  await page.goto(`${app.url}/audit`);
  await shoot(page, `forbidden-${look}`);
  await makeInitial(app, id);
  await page.goto(`${app.url}/dashboard`);
  await shoot(page, `password-due-${look}`);
  await app.services.pool.query('update credentials set must_change = false where user_id = $1', [
    id,
  ]);
  await context.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  if (!isWanted(name)) return;
  const session = await page.context().newCDPSession(page);
  const window = page.viewportSize() ?? { width: 1440, height: 900 };
  // A window as high as the page, so that sticky elements are at its start and end.
  const height = Math.min(
    await page.evaluate(() => document.documentElement.scrollHeight),
    highest,
  );
  await page.setViewportSize({ ...window, height });
  // A page that focuses an error has scrolled to it.
  await page.evaluate(() => scrollTo(0, 0));
  const { data } = await session.send('Page.captureScreenshot', {
    format,
    ...(format === 'webp' ? { quality } : {}),
  });
  await page.setViewportSize(window);
  await session.detach();
  await writeFile(join(folder, `${name}.${format}`), Buffer.from(data, 'base64'));
  console.log(` ✓ ${name}`);
}
