import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { listPages } from './page-list.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

/** Presses and releases at one point, without following moved elements. */
async function pressAt(page: Page, box: { x: number; y: number; width: number; height: number }) {
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 3);
  await page.mouse.down();
  await page.mouse.up();
}

/** Fills a field with an invalid value; returns false if the form has no such field. */
async function spoil(page: Page, form: number): Promise<boolean> {
  const fields = page.locator('main form').nth(form).locator(wrongable).filter({ visible: true });
  if ((await fields.count()) === 0) return false;
  await fields.first().fill(' ');
  return true;
}

const wrongable =
  '.field .input[required]:is([type="text"], [type="email"], [type="password"], textarea)';

/** Whether a page as the server sends it has a field in a form of its content that must be filled. */
function mayHaveWrongable(html: string): boolean {
  const content = html.slice(html.indexOf('<main'));
  return content.includes('<form') && /<(input|textarea)\b[^>]*\srequired\b/.test(content);
}

test('a click on the button of a form counts although the field before it shows an error', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/users/new`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.getByLabel('Display name').fill('Ingvild Solheim');
  await page.getByLabel('User name').fill('ingvild.solheim');
  await page.getByLabel('Email').fill('ingvild');
  const button = page.getByRole('button', { name: 'Create user' });
  // Scrolls to the button and waits until it stands still.
  await button.hover();
  const box = await button.boundingBox();
  if (box === null) throw new Error('The button is not shown.');
  const refused = page.waitForResponse((response) => response.request().method() === 'POST');
  await pressAt(page, box);
  expect((await refused).status()).toBe(422);
  // A page that is closed while its document arrives may not close at all.
  await page.getByRole('alert').waitFor();
  expect(problems).toEqual([]);
});

test('no button of any form loses its click to a message that appears', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: person.context,
  });
  const { page } = opened;
  const tried: string[] = [];
  const reader = await server.signIn('admin');
  for (const [name, path] of Object.entries(await listPages(server))) {
    // Most pages have no such field in any form: a look at their source is cheaper than a tab.
    if (!mayHaveWrongable((await reader.get(path)).text)) continue;
    await page.goto(server.url + path);
    const forms = await page.locator('main form').count();
    for (let form = 0; form < forms; form += 1) {
      if (!(await spoil(page, form))) continue;
      const button = page
        .locator('main form')
        .nth(form)
        .locator('button[type="submit"]')
        .filter({ visible: true })
        .last();
      await button.scrollIntoViewIfNeeded();
      const clicked = await button.evaluateHandle((element) => {
        const seen = { click: false };
        element.addEventListener('click', (event) => {
          event.preventDefault();
          seen.click = true;
        });
        return seen;
      });
      const box = await button.boundingBox();
      if (box === null) throw new Error(`No button on ${name}.`);
      await pressAt(page, box);
      expect(await clicked.evaluate(({ click }) => click), name).toBe(true);
      await expect
        .poll(() => page.locator('main .err[data-checked]').count(), { message: name })
        .toBeGreaterThan(0);
      tried.push(name);
      await page.evaluate(() => {
        for (const each of document.querySelectorAll<HTMLElement>('form[data-unsaved]'))
          delete each.dataset['unsaved'];
      });
    }
  }
  expect(tried).toEqual(
    expect.arrayContaining([
      'user-new',
      'role-builder',
      'account-security',
      'account-token-new',
      'menu-entry',
    ]),
  );
});

test('a server error disappears with its line in the summary once its field changes', async () => {
  await using person = await signedIn(browser, server, ['admin']);
  await using opened = await browser.openPage(`${server.url}/users/new`, {
    context: person.context,
  });
  const { page, problems } = opened;
  await page.getByLabel('Display name').fill('Ingvild Solheim');
  await page.getByLabel('User name').fill('ingvild solheim');
  await page.getByLabel('Email').fill('not an address');
  await page.getByRole('button', { name: 'Create user' }).click();
  const summary = page.getByRole('alert');
  await summary.getByRole('heading', { name: '2 problems' }).waitFor();
  const name = page.getByLabel('User name');
  expect(await name.getAttribute('aria-invalid')).toBe('true');

  await name.fill('ingvild');
  await page.getByLabel('Display name').focus();
  expect(await name.getAttribute('aria-invalid')).toBeNull();
  expect(await name.getAttribute('aria-describedby')).not.toContain('-error');
  await summary.getByRole('heading', { name: '1 problem, nothing was saved' }).waitFor();
  // The refused value is invalid again.
  await name.fill('ingvild solheim');
  await page.getByLabel('Display name').focus();
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  await summary.getByRole('heading', { name: '2 problems' }).waitFor();

  await name.fill('ingvild');
  await page.getByLabel('Email').fill('ingvild@example.com');
  await page.getByLabel('Display name').focus();
  await summary.waitFor({ state: 'hidden' });
  expect(await page.locator('main .err').filter({ visible: true }).count()).toBe(0);
  expect(problems).toEqual([]);
});
