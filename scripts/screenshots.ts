import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { migrate } from '#app/db/migrate.ts';
import { seed } from '#app/db/seed/index.ts';
import { pages } from '#test/browser/page-list.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from '#test/support/browser.ts';
import { startPostgres } from '#test/support/postgres-server.ts';

/** `tsx scripts/screenshots.ts [folder]`: every page with the demo content, as people see it on a desk and on a phone at night. */
const folder = process.argv[2] ?? 'docs/screenshots';
const looks: Readonly<Record<string, PageOptions>> = {
  'desk-light': { width: 1440, height: 900, theme: 'light' },
  'phone-dark': { width: 360, height: 740, theme: 'dark' },
};

await using postgres = await startPostgres();
await migrate(postgres.url);
const pool = new Pool({ connectionString: postgres.url });
await seed(pool, { profile: 'demo', now: new Date(), appVersion: 'screenshots', demoPassword: testPassword });
await pool.end();
await using server = await startAppServer({ url: postgres.url });
await using browser = await launchBrowser();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const { name } = await server.createUser('admin');

for (const [look, options] of Object.entries(looks)) await take(browser, look, options);

async function take({ newContext }: TestBrowser, look: string, options: PageOptions): Promise<void> {
  const context = await newContext(options);
  const page = await context.newPage();
  const shoot = async (file: string) => {
    await page.screenshot({ path: join(folder, `${file}-${look}.png`), fullPage: true });
    console.log(` ✓ ${file}-${look}`);
  };
  await page.goto(`${server.url}/login`);
  await shoot('sign-in');
  await page.fill('[name=username]', name);
  await page.fill('[name=password]', testPassword);
  await page.click('main button[type=submit]');
  await page.waitForURL('**/dashboard*');
  for (const [file, path] of Object.entries(pages)) {
    await page.goto(server.url + path);
    await shoot(file);
  }
  await context.close();
}
