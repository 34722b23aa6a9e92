import { expect, test } from 'vitest';
import { pageFaults } from '#test/support/accessibility.ts';
import { startAppServer, testPassword } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { fillSignIn, type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer());

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1';

/** Signs a user in on another device. */
async function signInElsewhere({ name }: Person): Promise<void> {
  const context = await browser.newContext({ device: { userAgent: iphone } });
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await fillSignIn(page, name, testPassword);
  await page.waitForURL('**/dashboard*');
  expect(await page.getByRole('region', { name: 'Security notice' }).count()).toBe(0);
  await context.close();
}

test.each([
  ['with script', true],
  ['without script', false],
])(
  'a sign-in with another device is reported on the next page and dismissed by keys, %s',
  async (_, script) => {
    await using person = await signedIn(browser, server, ['user'], { script });
    await signInElsewhere(person);
    await using opened = await browser.openPage(`${server.url}/account`, {
      context: person.context,
    });
    const { page, problems } = opened;
    const region = page.getByRole('region', { name: 'Security notice' });
    await region.getByText('Safari on iPhone').waitFor();
    await region.getByRole('button', { name: 'Dismiss notice' }).focus();
    await page.keyboard.press('Enter');
    await region.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/account');
    await page.goto(`${server.url}/account?tab=security`);
    expect(await region.count()).toBe(0);
    await page
      .getByRole('region', { name: 'Recent security activity' })
      .getByText('Safari on iPhone')
      .waitFor();
    expect(problems).toEqual([]);
  },
);

test('notices and the list of them are accessible at every width, in every theme', async () => {
  await using person = await signedIn(browser, server, ['user']);
  await signInElsewhere(person);
  await using opened = await browser.openPage(`${server.url}/account?tab=security`, {
    context: person.context,
  });
  const { page } = opened;
  expect(await pageFaults(page)).toEqual([]);
});
