import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { Page } from 'playwright-core';
import { migrate } from '#app/db/migrate.ts';
import { seed } from '#app/db/seed/index.ts';
import { listPages } from '#test/browser/page-list.ts';
import { fillSignIn } from '#test/browser/person.ts';
import { type AppServer, startAppServer, testPassword } from '#test/support/app-server.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from '#test/support/browser.ts';
import { startPostgres } from '#test/support/postgres-server.ts';

/**
 * `tsx scripts/screenshots.ts [folder] [webp|png]`: every page with the demo content, as people see it on a desk by day and on a phone at
 * night. WebP keeps all of them within a few megabytes.
 */
const folder = process.argv[2] ?? 'docs/screenshots';
const format = process.argv[3] === 'png' ? 'png' : 'webp';
const looks: Readonly<Record<string, PageOptions>> = {
  'desk-light': { width: 1440, height: 900, theme: 'light' },
  'phone-dark': { width: 360, height: 740, theme: 'dark' },
};
/** Somebody of the demo content who may see everything. */
const reader = 'diana';
/** Higher pages are cut: what follows is more of the same. */
const highest = 2400;

await using postgres = await startPostgres();
await migrate(postgres.url);
const pool = new Pool({ connectionString: postgres.url });
await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'screenshots', demoPassword: testPassword });
await pool.query('update credentials set must_change = false');
await pool.end();
await using server = await startAppServer({ url: postgres.url });
await using browser = await launchBrowser();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await changeSomething(server);
for (const [look, options] of Object.entries(looks)) await take(browser, server, look, options);

/** A day at work, so that lists have more than one state and the audit log has something to tell. */
async function changeSomething(app: AppServer): Promise<void> {
  const person = app.visitor();
  await person.trySignIn(reader, 'not-the-password');
  await person.signIn(reader, testPassword);
  const { rows } = await app.services.pool.query<{ id: string }>("select id from entities where name = any('{frank,jack}') order by name");
  for (const { id } of rows) await person.post(`/users/${id}/deactivate`, { back: '/users' });
  await person.post('/account/profile', { action: 'update_display_name', display_name: 'Diana Berg' });
  await person.get('/users/export.csv');
}

async function take({ newContext }: TestBrowser, app: AppServer, look: string, options: PageOptions): Promise<void> {
  const context = await newContext(options);
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await shoot(page, `sign-in-${look}`);
  await fillSignIn(page, reader, testPassword);
  await page.waitForURL('**/dashboard*');
  for (const [name, path] of Object.entries(await listPages(app))) {
    await page.goto(app.url + path);
    // A graph is shown when everything in it has found its place.
    if ((await page.locator('[data-graph]').count()) > 0) await page.locator('svg[data-settled]').waitFor();
    await shoot(page, `${name}-${look}`);
  }
  await context.close();
  await takeRefusals(newContext, app, look, options);
}

/** What somebody sees who may do little, and whose password somebody else chose. */
async function takeRefusals(newContext: TestBrowser['newContext'], app: AppServer, look: string, options: PageOptions): Promise<void> {
  const { id, name } = await app.createUser('viewer');
  const context = await newContext(options);
  const page = await context.newPage();
  await page.goto(`${app.url}/login`);
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');
  await page.goto(`${app.url}/audit`);
  await shoot(page, `forbidden-${look}`);
  await app.services.pool.query('update credentials set must_change = true where user_id = $1', [id]);
  await page.goto(`${app.url}/dashboard`);
  await shoot(page, `password-due-${look}`);
  await context.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const window = page.viewportSize() ?? { width: 1440, height: 900 };
  // A window as high as the page: what sticks to its edges stands where the page begins and ends.
  const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), highest);
  await page.setViewportSize({ ...window, height });
  const { data } = await session.send('Page.captureScreenshot', {
    format,
    ...(format === 'webp' ? { quality: 80 } : {}),
  });
  await page.setViewportSize(window);
  await session.detach();
  await writeFile(join(folder, `${name}.${format}`), Buffer.from(data, 'base64'));
  console.log(` ✓ ${name}`);
}
