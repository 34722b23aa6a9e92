import { expect, test } from 'vitest';
import { nothingKnown, pageFaults } from '#test/support/accessibility.ts';
import { launchBrowser } from '#test/support/browser.ts';

// A look that was legible once is not measured again: a text that is too pale in one place only is
// still found.
test.each([
  ['in one theme', '[data-theme="dark"] p { color: #333 }', ['dark'], [360, 768, 1440]],
  ['at one width', '@media (width < 400px) { p { color: #ddd } }', ['light', 'contrast'], [360]],
  [
    'in one theme at one width',
    '@media (width > 1000px) { [data-theme="dark"] p { color: #333 } }',
    ['dark'],
    [1440],
  ],
  [
    'on other ground at one width',
    '@media (width < 400px) { [data-theme="light"] main { background: #555 } }',
    ['light', 'contrast'],
    [360],
  ],
])('a text that is too pale %s is found', async (_, style, themes, widths) => {
  await using opened = await launchBrowser();
  const page = await opened.browser.newPage();
  const show = (more: string) =>
    page.setContent(`<!doctype html><html lang="en" data-theme="light"><title>Text</title>
      <style>html { background: #fff; color: #222 }
        [data-theme="dark"] { background: #111; color: #eee } ${more}</style>
      <main><h1>Text</h1><p>Words to read</p></main>`);
  const known = nothingKnown();
  await show('');
  expect(await pageFaults(page, known)).toEqual([]);
  await show(style);
  const faults = await pageFaults(page, known);
  const pale = faults.filter((fault) => fault.includes('color-contrast'));
  expect(faults).toEqual(pale);
  // A look that is not legible is measured wherever it is seen.
  expect(pale.map((fault) => /^(\d+) px, (\w+):/.exec(fault)?.slice(1).join(' '))).toEqual(
    widths.flatMap((width) => themes.map((theme) => `${width} ${theme}`)),
  );
});
