import type { BrowserContext, Page } from 'playwright-core';
import type { AppClient } from '#test/support/app-client.ts';
import { type AppServer, testPassword } from '#test/support/app-server.ts';
import { browserZone, type PageOptions, type TestBrowser } from '#test/support/browser.ts';

/** A user with their own browser. */
export interface Person extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly context: BrowserContext;
}

type Device = Omit<PageOptions, 'context'>;

/** Creates a user with these roles, whose browser has the session that the form would give it. */
export async function signedIn(
  browser: TestBrowser,
  server: AppServer,
  roles: readonly string[],
  device: Device = {},
): Promise<Person> {
  const { id, name } = await server.createUser(...roles);
  const client = server.visitor();
  const { script = true, timeZone = browserZone } = device;
  await client.signIn(name, testPassword, script ? { time_zone: timeZone } : {});
  const context = await withSessionOf(browser, server, client, device);
  return { id, name, context, [Symbol.asyncDispose]: () => context.close() };
}

/** Creates a user with these roles, signed in through the form. */
export async function signedInByForm(
  browser: TestBrowser,
  server: AppServer,
  roles: readonly string[],
  device: Device = {},
): Promise<Person> {
  const { id, name } = await server.createUser(...roles);
  const context = await browser.newContext(device);
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');
  await page.close();
  return { id, name, context, [Symbol.asyncDispose]: () => context.close() };
}

/** Fills in the visible sign-in form. */
export async function fillSignIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Makes the user's password an initial one. */
export const makeInitial = ({ services: { pool } }: AppServer, id: string) =>
  pool.query('update credentials set must_change = true where user_id = $1', [id]);

/** A browser with the session of a client, which goes on sending requests, too. */
export async function withSessionOf(
  browser: TestBrowser,
  server: AppServer,
  client: AppClient,
  device: Device = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(device);
  await context.addCookies(
    [...client.cookies].map(([name, value]) => ({ name, value, url: server.url })),
  );
  return context;
}
