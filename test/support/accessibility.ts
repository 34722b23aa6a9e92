import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Result, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { resize, type SystemTheme, scrollsSideways, systemThemes, widths } from './browser.ts';
import { looksOf, setTheme } from './looks.ts';

/** Minified, which a browser compiles in half the time, for each page that it loads. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that depend on color, the only difference between themes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

const withoutColour = Object.fromEntries(colourRules.map((rule) => [rule, { enabled: false }]));

/** The rules that depend on the size of elements, not only on which are visible. */
const sizeRules = ['scrollable-region-focusable'];

/** Loads axe with each page that a tab opens: ten times faster than into a loaded page. */
export const loadAxe = (page: Page) => page.addInitScript({ content: source });

/** Violations of WCAG 2.2 AA and of axe's best practices, one line each; should be empty. */
export const axe = (page: Page): Promise<string[]> => run(page, {});

/** Runs axe on the page, or on one text of each look. */
async function run(
  page: Page,
  options: RunOptions,
  texts?: { readonly theme: SystemTheme; readonly looks: readonly string[] },
): Promise<string[]> {
  // Evaluated instead of added as a script, so that the page's policy is not relaxed.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const violations = await page.evaluate(
    async ([options, texts]) => {
      const { axe, elementsOfLooks } = globalThis as unknown as {
        axe: typeof axeCore;
        elementsOfLooks: Record<string, ReadonlyMap<string, Element>>;
      };
      const include = texts?.looks.flatMap((look) => elementsOfLooks[texts.theme]?.get(look) ?? []);
      return (await axe.run(include === undefined ? document : { include }, options)).violations;
    },
    [{ resultTypes: ['violations'], preload: false, ...options } as RunOptions, texts] as const,
  );
  return violations.map(inWords);
}

const inWords = ({ id, help, nodes }: Result): string =>
  `${id}: ${help} (${nodes
    .slice(0, 5)
    .map(({ html, any }) => `${html.slice(0, 140)} ${any[0]?.message ?? ''}`)
    .join(' | ')})`;

/** What pages have shown to be right already, so that it is not measured again. */
export interface Known {
  /** Looks of texts that have enough contrast in a theme, at whatever width they were seen. */
  readonly legible: Map<SystemTheme, Set<string>>;
  /** Of the open page: which elements were visible when all rules were checked. */
  visible: Set<string>;
}

export const nothingKnown = (): Known => ({ legible: new Map(), visible: new Set() });

/**
 * Violations on the open page at every width: horizontal scrolling, every rule of axe, and contrast
 * in every theme. One line each; should be empty.
 */
export async function pageFaults(page: Page, known = nothingKnown()): Promise<string[]> {
  const faults: string[] = [];
  known.visible = new Set();
  for (const width of widths) {
    await resize(page, { width, height: 900 });
    if (await scrollsSideways(page)) faults.push(`${width} px, scrolls sideways`);
    faults.push(...(await widthFaults(page, width, known)));
  }
  return faults;
}

/** The same at the width that the page has, without horizontal scrolling. */
export async function widthFaults(page: Page, width: number, known: Known): Promise<string[]> {
  const faults: string[] = [];
  const visible = await visibleElements(page);
  const rules = known.visible.has(visible)
    ? { runOnly: { type: 'rule' as const, values: sizeRules } }
    : { rules: withoutColour };
  faults.push(...(await run(page, rules)));
  known.visible.add(visible);
  const looks = await looksOf(page);
  for (const theme of systemThemes) {
    const legible = known.legible.get(theme) ?? new Set();
    known.legible.set(theme, legible);
    const fresh = looks[theme].filter((look) => !legible.has(look));
    if (fresh.length === 0) continue;
    await setTheme(page, theme);
    const options = { runOnly: { type: 'rule' as const, values: colourRules } };
    const found = await run(page, options, { theme, looks: fresh });
    if (found.length === 0) for (const look of fresh) legible.add(look);
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
  }
  return faults.map((fault) => `${width} px, ${fault}`);
}

/** The elements that are visible, and those that only screen readers find, as one text. */
const visibleElements = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .map((element) =>
        !element.checkVisibility() ? 0 : element.getBoundingClientRect().width > 1 ? 2 : 1,
      )
      .join(''),
  );
