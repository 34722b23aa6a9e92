import type { BrowserContext, Page } from 'playwright-core';
import { type AppServer, testPassword } from '#test/support/app-server.ts';
import type { PageOptions, TestBrowser } from '#test/support/browser.ts';

/** A person at a browser of their own. */
export interface Person extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly context: BrowserContext;
}

type Device = Omit<PageOptions, 'context'>;

/** A new person with these roles, signed in through the form. */
export async function signedIn(
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

/** Signs in by the form that is shown. */
export async function fillSignIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Makes the person's password one that another user chose. */
export const makeInitial = ({ services: { pool } }: AppServer, id: string) =>
  pool.query('update credentials set must_change = true where user_id = $1', [id]);
