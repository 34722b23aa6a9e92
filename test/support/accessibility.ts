import axeCore, { type Result, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { scrollsSideways, systemThemes, widths } from './browser.ts';

/** The rules that depend on color, the only difference between themes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Violations of WCAG 2.2 AA and of axe's best practices, one line each; should be empty. */
export async function axe(
  page: Page,
  { rules }: { readonly rules?: readonly string[] } = {},
): Promise<string[]> {
  // Evaluated instead of added as a script, so that the page's policy is not relaxed.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: typeof axeCore }).axe.run(document, options as RunOptions),
    {
      resultTypes: ['violations'],
      ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: [...rules] } }),
    },
  );
  return violations.map(inWords);
}

const inWords = ({ id, help, nodes }: Result): string =>
  `${id}: ${help} (${nodes
    .slice(0, 5)
    .map(({ html, any }) => `${html.slice(0, 140)} ${any[0]?.message ?? ''}`)
    .join(' | ')})`;

/**
 * Violations on the open page at every width: horizontal scrolling, every rule of axe in the light
 * theme, the color rules in the other themes. One line each; should be empty.
 */
export async function pageFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    if (await scrollsSideways(page)) faults.push(`${width} px: scrolls sideways`);
    for (const theme of systemThemes) {
      await page.emulateMedia({
        colorScheme: theme === 'dark' ? 'dark' : 'light',
        contrast: theme === 'contrast' ? 'more' : 'no-preference',
      });
      const found = await axe(page, theme === 'light' ? {} : { rules: colourRules });
      faults.push(...found.map((fault) => `${width} px, ${theme}: ${fault}`));
    }
  }
  return faults;
}
