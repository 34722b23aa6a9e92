import { expect, test } from 'vitest';
import { launchBrowser, layoutShift, mostShift } from '#test/support/browser.ts';

const text = '<p style="height: 300px">Text</p>';
const still = `<!doctype html><title>Page</title>${text}`;
const moving = `${still}<script>
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.body.prepend(Object.assign(document.createElement('div'), { style: 'height: 200px' }));
  }));
</script>`;

test.each([
  ['that moves', [moving, moving], true],
  ['that moves once, because the machine is busy', [moving, still], false],
  ['that does not move', [still], false],
])('a page %s', async (_, loads, moves) => {
  await using opened = await launchBrowser();
  const page = await opened.browser.newPage();
  const left = [...loads];
  await page.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: left.shift() ?? '' }),
  );
  await page.goto('http://page.test/');
  const { sum } = await layoutShift(page);
  expect([sum > mostShift, left]).toEqual([moves, []]);
});
