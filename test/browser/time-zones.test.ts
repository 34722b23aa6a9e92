import { expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedInByForm } from './person.ts';

const { browser, server } = await browsing(startAppServer());

test('a person in New York reads all times as the clock beside the screen shows them', async () => {
  await using person = await signedInByForm(browser, server, ['admin'], {
    timeZone: 'America/New_York',
  });
  await using opened = await browser.openPage(`${server.url}/audit`, { context: person.context });
  const times = await opened.page.locator('main time').evaluateAll((all) =>
    all.map((time) => ({
      exact: time.getAttribute('datetime') ?? '',
      title: time.getAttribute('title') ?? '',
      // The time according to the browser's own clock.
      local: new Intl.DateTimeFormat('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(new Date(time.getAttribute('datetime') ?? '')),
    })),
  );
  expect(times.length).toBeGreaterThan(0);
  for (const { exact, title, local } of times) {
    expect(exact).toMatch(/-0[45]:00$/);
    expect(title).toMatch(/GMT-[45]$/);
    expect(title).toContain(local);
  }
  expect(opened.problems).toEqual([]);
});

test('without script the installation’s zone counts, and a choice works', async () => {
  await using person = await signedInByForm(browser, server, ['user'], {
    timeZone: 'Asia/Tokyo',
    script: false,
  });
  await using opened = await browser.openPage(`${server.url}/account?tab=preferences`, {
    context: person.context,
  });
  const { page } = opened;
  expect(await page.locator('body').getAttribute('data-time-zone')).toBe('UTC');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Save time zone' }).click();
  expect(await page.locator('body').getAttribute('data-time-zone')).toBe('Asia/Tokyo');
});

test('the choice of a time zone is accessible', async () => {
  await using person = await signedInByForm(browser, server, ['user']);
  await using opened = await browser.openPage(`${server.url}/account?tab=preferences`, {
    context: person.context,
    width: 360,
  });
  expect(await axe(opened.page)).toEqual([]);
});
