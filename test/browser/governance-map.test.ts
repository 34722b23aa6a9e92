import { expect, test } from 'vitest';
import { startAppServer } from '#test/support/app-server.ts';
import { browsing } from '#test/support/browsing.ts';
import { signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));

const opened = async (script = true) => {
  const { context } = await signedIn(browser, server, ['admin'], { script });
  return browser.openPage(`${server.url}/governance/map`, { context });
};

test('spec governance-map#drawing: keys reach a committee, dim others, zoom and open it', async () => {
  await using map = await opened();
  const { page } = map;
  const canvas = page.locator('#map-canvas');
  const node = canvas.getByRole('link', { name: /^Sprint Planning/ });
  await node.focus();
  await expect.poll(() => canvas.getAttribute('class')).toContain('is-focused');
  const near = (name: string) => canvas.getByRole('link', { name }).getAttribute('class');
  expect(await near('Daily Standup')).toContain('is-near');
  expect(await near('Budget Committee')).not.toContain('is-near');
  const width = async () => (await canvas.boundingBox())?.width ?? 0;
  const fitted = await width();
  await page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(fitted);
  await page.keyboard.press('f');
  await expect.poll(width).toBe(fitted);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tor\/\d+$/);
  await page.getByRole('heading', { level: 1, name: 'Sprint Planning' }).waitFor();
});

test('spec governance-map#export: the picture is saved as PNG', async () => {
  await using map = await opened();
  const [download] = await Promise.all([
    map.page.waitForEvent('download'),
    map.page.getByRole('link', { name: 'Export PNG' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('governance-map.png');
  const stream = await download.createReadStream();
  const [chunk] = (await stream.take(1).toArray()) as [Buffer];
  expect(chunk.subarray(1, 4).toString()).toBe('PNG');
});
