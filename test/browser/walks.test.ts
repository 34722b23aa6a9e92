import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { raisedWarning } from '../app/warning-fixture.ts';
import { fillSignIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** Accessible name of the focused element. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    const labels =
      element instanceof HTMLInputElement
        ? [...(element.labels ?? [])].map(({ textContent }) => textContent).join(' ')
        : '';
    return (element.getAttribute('aria-label') ?? (labels || element.textContent) ?? '')
      .replace(/\s+/g, ' ')
      .trim();
  });

const most = 120;

/** Presses Tab until an element with that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (name.test(now)) return expectVisibleFocus(page);
    seen.push(now);
  }
  throw new Error(`The Tab key never came to ${name}: ${seen.join(' › ')}`);
}

/** WCAG 2.2, 2.4.7 and 2.4.11: the focus is visible and within the window. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const look = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return undefined;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const { top, bottom } = element.getBoundingClientRect();
    return {
      marked: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
      inside: bottom > 0 && top < innerHeight,
    };
  });
  expect(look, await focused(page)).toEqual({ marked: true, inside: true });
}

test('sign-in, a change of a user and a change of a role need no mouse', async () => {
  const { name } = await server.createUser('admin');
  await using opened = await browser.openPage(`${server.url}/login`);
  const { page, problems } = opened;
  await tabTo(page, /^User name/);
  await page.keyboard.type(name);
  await tabTo(page, /^Password$/);
  await page.keyboard.type(testPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard*');

  await tabTo(page, /^Users$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/users');
  await tabTo(page, /^Bob Viewer/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/edit');
  await tabTo(page, /^Display name/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Bob B. Viewer');
  await tabTo(page, /^Save user$/);
  await page.keyboard.press('Enter');
  await page.getByText('Bob B. Viewer was saved.').waitFor();

  await tabTo(page, /^Roles$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/roles');
  await tabTo(page, /^Edit Editor$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/roles/builder/*/edit');
  await tabTo(page, /^Description/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Writes what others read');
  await tabTo(page, /^All of Users/);
  await page.keyboard.press('Space');
  await page.locator('#change-list li').first().waitFor();
  await tabTo(page, /^Save role$/);
  await page.keyboard.press('Enter');
  await page.getByText(/^The role Editor was saved/).waitFor();
  expect(problems).toEqual([]);
});

test('spec warnings#receipts: warnings are read, dismissed and restored without a mouse', async () => {
  const { id, name } = await server.createUser('admin');
  for (const message of ['Disk is full', 'Backup is late'])
    await raisedWarning(server, id, { message });
  await using opened = await browser.openPage(`${server.url}/login`);
  const { page, problems } = opened;
  await tabTo(page, /^User name/);
  await page.keyboard.type(name);
  await tabTo(page, /^Password$/);
  await page.keyboard.type(testPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard');
  await tabTo(page, /^Notifications, 2 unread$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /Disk is full/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Disk is full' }).waitFor();
  await tabTo(page, /^Dismiss warning$/);
  await page.keyboard.press('Enter');
  await page.getByText('Warning dismissed.').waitFor();
  await tabTo(page, /^Undo$/);
  await page.keyboard.press('Enter');
  await page.getByText('1 warning restored.').waitFor();
  await tabTo(page, /^Select all/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Dismiss$/);
  await page.keyboard.press('Enter');
  await page.getByText(/^\d warnings? dismissed\./).waitFor();
  await tabTo(page, /^Undo$/);
  await page.keyboard.press('Enter');
  await page.getByText(/^\d warnings? restored\./).waitFor();
  await page.getByRole('link', { name: 'Backup is late' }).waitFor();
  expect(problems).toEqual([]);
});

test('everything works without script: sign-in, list, user, role, menu, sign-out', async () => {
  const { name } = await server.createUser('admin');
  await using opened = await browser.openPage(`${server.url}/login`, { script: false });
  const { page, problems } = opened;
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
  await page.getByRole('link', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field 1').selectOption({ label: 'Role' });
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByLabel('Value 1').selectOption({ label: 'Manager' });
  await page.getByRole('button', { name: 'Remove condition 2' }).click();
  await page.getByRole('button', { name: 'Show users' }).click();
  expect(await page.getByRole('link', { name: 'Alice Editor' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Charlie Manager' }).click();
  await page.getByLabel('Email').fill('charlie.m@example.com');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('Charlie Manager was saved.').waitFor();

  await page.getByRole('button', { name: 'Actions for Charlie Manager' }).click();
  const menu = page.locator('details.menu[open]');
  await menu.getByRole('link', { name: 'Change roles' }).waitFor();
  expect(new URL(page.url()).hash).toBe(`#${await menu.getAttribute('id')}`);
  await menu.getByRole('link', { name: 'Delete…' }).click();
  await page.getByRole('heading', { name: 'Delete user Charlie Manager?' }).waitFor();
  await page.getByRole('link', { name: 'Keep user' }).click();

  await page.goto(`${server.url}/audit?action=user`);
  const details = page.getByRole('button', { name: /^Details: .*Charlie Manager/ });
  await details.click();
  await page.locator('ins').filter({ hasText: 'charlie.m@example.com' }).waitFor();
  expect(new URL(page.url()).hash).toBe(`#${await page.locator('tr.detail').getAttribute('id')}`);
  expect(new URL(page.url()).searchParams.get('action')).toBe('user');
  expect(await details.getAttribute('aria-expanded')).toBe('true');
  await details.click();
  await page.locator('tr.detail').waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('action')).toBe('user');

  await page.goto(`${server.url}/roles`);
  await page.getByRole('link', { name: 'Edit Manager' }).click();
  await page.getByLabel('Description').fill('Leads the work');
  await page.getByRole('button', { name: 'Update preview' }).click();
  await page.getByText('1 unsaved change').waitFor();
  expect(await page.getByLabel('Description').inputValue()).toBe('Leads the work');
  await page.getByRole('button', { name: 'Save role' }).click();
  await page.getByText(/^The role Manager was saved/).waitFor();

  await page.goto(`${server.url}/menu-builder`);
  await page.getByRole('checkbox', { name: 'Manager: View audit log' }).check();
  await page.getByRole('button', { name: 'Save permissions' }).click();
  await page.getByText('Permissions saved: 1 granted, 0 revoked.').waitFor();

  await page.locator('summary').filter({ hasText: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(problems).toEqual([]);
});

test('a conflict and a refused form keep the input, without script too', async () => {
  const { id } = await server.createUser('viewer');
  const { name } = await server.createUser('admin');
  await using opened = await browser.openPage(`${server.url}/login`, { script: false });
  const { page, problems } = opened;
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');
  await page.goto(`${server.url}/users/${id}/edit`);
  await page.getByLabel('Display name').fill('Mine');
  await page.getByLabel('Email').fill('not an address');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Display name').inputValue()).toBe('Mine');
  await server.services.pool.query("update entities set label = 'Theirs' where id = $1", [id]);
  await page.getByLabel('Email').fill('mine@example.com');
  await page.getByRole('button', { name: 'Save user', exact: true }).click();
  await page.getByText('was changed while you were editing').waitFor();
  expect(await page.locator('main').textContent()).toContain('Theirs');
  expect(await page.getByLabel('Display name').inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Overwrite' }).click();
  await page.getByText('Mine was saved.').waitFor();
  expect(problems).toEqual([]);
});
