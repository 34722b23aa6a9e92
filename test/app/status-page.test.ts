import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '#test/support/postgres.ts';
import { serveApp } from './app-process.ts';

let browser: Browser | undefined;
afterEach(() => browser?.close());

async function open(url: string, options: { width: number; colorScheme: 'light' | 'dark' }) {
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
  });
  const page = await browser.newPage({
    viewport: { width: options.width, height: 800 },
    colorScheme: options.colorScheme,
  });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  await page.goto(url);
  return { page, complaints };
}

test('the status page fits every width and theme, loads all it needs, and breaks none of its own rules', async () => {
  const database = await createDatabase({ from: 'base' });
  onTestFinished(() => database[Symbol.asyncDispose]());
  const app = await serveApp({ DATABASE_URL: database.url });
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [768, 'light'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const) {
    const { page, complaints } = await open(`${app.url}/status`, { width, colorScheme });
    const about = `${width} px, ${colorScheme}`;
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), about)
      .toBeLessThanOrEqual(width);
    expect.soft(complaints, about).toEqual([]);
    expect.soft(await page.locator('h1').textContent(), about).toBe('Running');
    expect.soft(await page.locator('.tag').first().isVisible(), about).toBe(true);
    const background = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    const brightness =
      (background.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
    expect.soft(brightness > 128, about).toBe(colorScheme === 'light');
    await browser?.close();
  }
});
