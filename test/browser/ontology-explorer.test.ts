import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axe } from '#test/support/accessibility.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { combobox, resize } from '#test/support/browser.ts';
import { browsing } from '#test/support/browsing.ts';
import { type Person, signedIn } from './person.ts';

const { browser, server } = await browsing(startAppServer({ from: 'demo' }));
let administrator: Person;
let tor: string;

beforeAll(async () => {
  administrator = await signedIn(browser, server, ['admin']);
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' and name = 'budget_committee'",
  );
  tor = rows[0]?.id ?? '';
});

const settled = (page: Page) => page.locator('svg[data-settled]').waitFor();
const focused = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
  );

async function open(path: string) {
  const opened = await browser.openPage(`${server.url}${path}`, { context: administrator.context });
  await settled(opened.page);
  return opened;
}

test('spec ontology-explorer#graph-keys: the graph is walked by keys, its details open by Enter and close by Esc', async () => {
  await using opened = await open(`/ontology/data?focus=${tor}`);
  const { page, problems } = opened;
  await page.locator('.graph-point[tabindex="0"]').focus();
  expect(await focused(page)).toContain('Budget Committee, Tor');
  const seen = new Set([await focused(page)]);
  for (const key of [
    'ArrowRight',
    'ArrowUp',
    'ArrowLeft',
    'ArrowDown',
    'End',
    'ArrowLeft',
    'ArrowUp',
  ]) {
    await page.keyboard.press(key);
    seen.add(await focused(page));
  }
  expect(seen.size).toBeGreaterThan(3);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Details' });
  await panel.getByRole('heading', { name: 'Budget Committee' }).waitFor();
  expect(await panel.textContent()).toContain('monthly');
  expect(page.url()).toContain(`#node-${tor}`);
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  expect(problems).toEqual([]);
});

test('spec ontology-explorer#graph-keys: keys of the graph work in the graph only', async () => {
  await using opened = await open('/ontology');
  const { page } = opened;
  const scale = async () => Number(await page.locator('.graph-svg').getAttribute('data-scale'));
  const before = await scale();
  await page.locator('body').press('+');
  expect(await scale()).toBe(before);
  await page.locator('.graph-point[tabindex="0"]').focus();
  await page.keyboard.press('+');
  expect(await scale()).toBeGreaterThan(before);
  for (let n = 0; n < 20; n += 1) await page.keyboard.press('+');
  expect(await scale()).toBe(5);
  for (let n = 0; n < 40; n += 1) await page.keyboard.press('-');
  expect(await scale()).toBe(0.2);
  await page.keyboard.press('0');
  expect(await scale()).toBe(1);
  await page.keyboard.press('f');
  expect(await scale()).toBe(before);
  await page.keyboard.press('l');
  expect(await page.getByRole('button', { name: 'Lock' }).getAttribute('aria-pressed')).toBe(
    'true',
  );
});

test('the menu of a node opens by key and by the other button, and gives the focus back', async () => {
  await using opened = await open('/ontology');
  const { page, problems } = opened;
  await page.locator('.graph-point[aria-label^="User,"]').focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Actions for User' });
  await menu.waitFor();
  expect(await focused(page)).toBe('View instances');
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await menu.count()).toBe(0);
  expect(await focused(page)).toContain('User,');
  await page.keyboard.press('Shift+F10');
  await menu.getByRole('menuitem', { name: /^Has role .* → Role$/ }).focus();
  await page.keyboard.press('Enter');
  expect(await menu.count()).toBe(0);
  expect(await focused(page)).toContain('Role,');
  await page
    .getByRole('region', { name: 'Details' })
    .getByRole('heading', { name: 'Role' })
    .waitFor();
  await page.locator('.graph-point[aria-label^="Role,"]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'View instances' }).click();
  await page.waitForURL('**/ontology/data?type=role');
  expect(problems).toEqual([]);
});

test('spec ontology-explorer#graph-keys: filters are controls that keys reach; graph, tables and address change together and survive a reload', async () => {
  await using opened = await open('/ontology/data');
  const { page, problems } = opened;
  await page.getByRole('checkbox', { name: /^Tor \d/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Show' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ontology/data?type=tor**');
  await settled(page);
  expect(await page.locator('.graph-node').count()).toBe(9);
  await page.reload();
  await settled(page);
  expect(await page.locator('.graph-node').count()).toBe(9);
  await expect.poll(() => page.getByRole('checkbox', { name: /^Tor \d/ }).isChecked()).toBe(true);
  await page.goBack();
  expect(problems).toEqual([]);
});

test('an entity is expanded from its details: its neighbors are added, and the address contains it', async () => {
  await using opened = await open(`/ontology/data?type=tor&q=budget`);
  const { page, problems } = opened;
  const before = await page.locator('.graph-node').count();
  await page.locator('.graph-point[tabindex="0"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Expand', exact: true }).click();
  await page.waitForURL(`**expand=${tor}**`);
  await page.locator('.graph-node').nth(before).waitFor();
  await settled(page);
  expect(await page.locator('.graph-node').count()).toBeGreaterThan(before);
  await page.getByText('1 entity expanded').waitFor();
  expect(problems).toEqual([]);
});

test('system types come when they are asked for, and the details take room only while they are open', async () => {
  await using opened = await open('/ontology/data');
  const { page, problems } = opened;
  const panel = page.getByRole('region', { name: 'Details' });
  await panel.waitFor({ state: 'hidden' });
  const before = await page.locator('.graph-node').count();
  expect(await page.locator('.graph-legend').textContent()).not.toContain('Permission');
  await page.getByRole('checkbox', { name: 'Show system types' }).check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL('**system=shown**');
  await page.locator('.graph-node').nth(before).waitFor();
  expect(await page.locator('.graph-legend').textContent()).toContain('Permission');
  await page.goto(`${server.url}/ontology/data?type=permission`);
  await settled(page);
  expect(await page.locator('.graph-node').count()).toBeGreaterThan(20);
  expect(problems).toEqual([]);
});

test('the first picture of a graph is the arranged one', async () => {
  const context = administrator.context;
  await using opened = await browser.openPage(`${server.url}/dashboard`, { context });
  const { page, problems } = opened;
  const transforms = () =>
    [...document.querySelectorAll('.graph-node')].map((node) => node.getAttribute('transform'));
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const nodes = [...document.querySelectorAll('.graph-node')];
      if (nodes.length === 0) return;
      observer.disconnect();
      Object.assign(window, { first: nodes.map((node) => node.getAttribute('transform')) });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${server.url}/ontology/data?system=shown`);
  await settled(page);
  const first = await page.evaluate(
    () => (window as unknown as { first: (string | null)[] }).first,
  );
  expect(first.length).toBeGreaterThan(200);
  expect(first).toEqual(await page.evaluate(transforms));
  expect(problems).toEqual([]);
});

test('among many entities labels are written where there is room, and none is cut or covered', async () => {
  await using opened = await open('/ontology/data?system=shown');
  const { page } = opened;
  const labels = await page.evaluate(() => {
    const frame = document.querySelector('.graph-svg')?.getBoundingClientRect() ?? new DOMRect();
    const boxes = [...document.querySelectorAll('.graph-label:not(.crowded)')].map((element) =>
      element.getBoundingClientRect(),
    );
    const isCovered = (one: DOMRect) =>
      boxes.some(
        (other) =>
          other !== one &&
          one.left < other.right &&
          other.left < one.right &&
          one.top < other.bottom &&
          other.top < one.bottom,
      );
    return {
      written: boxes.length,
      covered: boxes.filter(isCovered).length,
      cut: boxes.filter(({ left, right }) => left < frame.left || right > frame.right).length,
    };
  });
  expect(labels).toEqual({ written: expect.any(Number), covered: 0, cut: 0 });
  expect(labels.written).toBeGreaterThanOrEqual(20);
  for (let n = 0; n < 6; n += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  const near = () =>
    page
      .locator('.graph-label:not(.crowded)')
      .first()
      .evaluate((label) => label.getBoundingClientRect().height);
  expect(await near()).toBeLessThan(20);
});

test('a click on a label chooses its entity, zooming keeps it in sight, and the empty part lets go of it', async () => {
  await using opened = await open('/ontology/data?type=tor&type=meeting');
  const { page, problems } = opened;
  const label = page.locator('.graph-label:not(.crowded)').first();
  const name = await page
    .locator('.graph-node:has(.graph-label:not(.crowded)) .graph-point')
    .first()
    .getAttribute('aria-label');
  await label.click();
  const panel = page.getByRole('region', { name: 'Details' });
  await panel.getByRole('heading', { level: 3 }).waitFor();
  expect(name).toContain(await panel.getByRole('heading', { level: 3 }).textContent());
  const isInSight = () =>
    page.evaluate(() => {
      const frame = document.querySelector('.graph-svg')?.getBoundingClientRect() ?? new DOMRect();
      const { left, top } =
        document.querySelector('.graph-node.chosen .graph-mark')?.getBoundingClientRect() ??
        new DOMRect();
      return left >= frame.left && left <= frame.right && top >= frame.top && top <= frame.bottom;
    });
  for (let n = 0; n < 8; n += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  expect(await isInSight()).toBe(true);
  expect(await page.locator('.graph-node.dim').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Fit' }).click();
  await page.locator('.graph-svg').click({ position: { x: 4, y: 4 } });
  await panel.waitFor({ state: 'hidden' });
  expect(await page.locator('.graph-node.chosen').count()).toBe(0);
  expect(problems).toEqual([]);
});

test.each([360, 1440])(
  'Focus in the table brings the graph of the entity into sight at %i px',
  async (width) => {
    await using opened = await open('/ontology/data?type=tor');
    const { page } = opened;
    await resize(page, { width, height: 740 });
    await page.getByRole('link', { name: 'Focus Budget Committee' }).click();
    await page.waitForURL(`**focus=${tor}**`);
    await page.locator(`.graph-node.chosen[data-node="${tor}"]`).waitFor();
    const box = await page.locator('.graph-node.chosen .graph-mark').boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(740);
    await page
      .getByRole('region', { name: 'Details' })
      .getByRole('heading', { name: 'Budget Committee' })
      .waitFor();
  },
);

test('deep link: the address opens a node with its details', async () => {
  await using opened = await open(`/ontology/data?focus=${tor}#node-${tor}`);
  await opened.page
    .getByRole('region', { name: 'Details' })
    .getByRole('heading', { name: 'Budget Committee' })
    .waitFor();
});

test('the export is a drawing that stands alone, in the colours of the theme', async () => {
  await using opened = await open('/ontology');
  const { page, problems } = opened;
  const exported = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export SVG' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('ontology.svg');
    return readFile(await download.path(), 'utf8');
  };
  const light = await exported();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await exported();
  for (const [content, canvas] of [
    [light, 'rgb(246, 247, 248)'],
    [dark, 'rgb(17, 20, 24)'],
  ] as const) {
    const drawn = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        error: parsed.querySelector('parsererror')?.textContent,
        root: parsed.documentElement.localName,
        words: parsed.documentElement.textContent,
      };
    }, content);
    expect(drawn).toMatchObject({
      root: 'svg',
      words: expect.stringContaining('Workflow transition'),
    });
    expect(drawn.error).toBeUndefined();
    expect(content).toContain(canvas);
    expect(content).not.toMatch(/var\(|class="graph-ring"|https?:\/\/(?!www\.w3\.org)/);
  }
  expect(problems).toEqual([]);
});

test('spec ontology-explorer#graph-keys: relations between the same two lie apart', async () => {
  await using opened = await open('/ontology');
  const paths = await opened.page
    .locator('.graph-edge')
    .evaluateAll((edges) => edges.map((edge) => edge.getAttribute('d')));
  expect(new Set(paths).size).toBe(paths.length);
});

test('an answer that does not come is reported, and can be asked for again', async () => {
  await using opened = await browser.openPage(`${server.url}/dashboard`, {
    context: administrator.context,
  });
  const { page } = opened;
  await page.route(
    '**/ontology/api/schema',
    (route) => route.fulfill({ status: 400, body: '{}' }),
    { times: 1 },
  );
  await page.goto(`${server.url}/ontology`);
  await page.getByText('The graph could not be loaded').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await settled(page);
});

test('without script the tables are the page', async () => {
  const { rows } = await server.services.pool.query<{ id: string }>(
    "select id from entities where entity_type = 'tor' order by id limit 1",
  );
  await using person = await signedIn(browser, server, ['admin'], { script: false });
  await using opened = await browser.openPage(`${server.url}/ontology/data?type=tor`, {
    context: person.context,
  });
  const { page } = opened;
  await page.locator('[data-graph]').waitFor({ state: 'hidden' });
  await page.getByText('The graph needs JavaScript').waitFor();
  expect(await page.getByRole('table', { name: 'Entities' }).getByRole('row').count()).toBe(10);
  await page.locator(`a[href="/ontology/data?focus=${rows[0]?.id}"]`).click();
  await page.getByRole('table', { name: 'Relations' }).waitFor();
});

test('an entity and its relations are changed by its pages', async () => {
  await using opened = await browser.openPage(`${server.url}/ontology/data/${tor}`, {
    context: administrator.context,
  });
  const { page, problems } = opened;
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Default location').fill('Room of the test');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Budget Committee saved.').waitFor();
  await page.getByText('Room of the test').first().waitFor();
  await page.getByRole('link', { name: 'Add relation' }).click();
  await page.getByRole('link', { name: 'Feeds into', exact: true }).click();
  await combobox(page, 'Entity').fill('change adv');
  await page.getByRole('option', { name: /Change Advisory Board/ }).click();
  await page.getByRole('button', { name: 'Add relation' }).click();
  await page.getByText('Relation added.').waitFor();
  await page
    .getByRole('button', { name: /End the relation to Change Advisory Board/ })
    .first()
    .click();
  await page.getByText('Relation to Change Advisory Board ended.').waitFor();
  expect(problems).toEqual([]);
});

test('no words of the concepts cover others, and those around the focus come', async () => {
  await using opened = await open('/ontology');
  const { page } = opened;
  const covered = () =>
    page.evaluate(() => {
      const shown = [
        ...document.querySelectorAll('.graph-edge-label:not(.crowded, .dim), .graph-label'),
      ].map((element) => ({
        words: element.textContent ?? '',
        box: element.getBoundingClientRect(),
      }));
      return shown.flatMap((one, place) =>
        shown
          .slice(place + 1)
          .filter(
            ({ box }) =>
              one.box.left < box.right &&
              box.left < one.box.right &&
              one.box.top < box.bottom &&
              box.top < one.box.bottom,
          )
          .map((other) => `${one.words} / ${other.words}`),
      );
    });
  expect(await covered()).toEqual([]);
  expect(await page.locator('.graph-edge-label:not(.crowded)').count()).toBeGreaterThan(8);
  await page.locator('.graph-node[data-node="role"] .graph-point').focus();
  const near = await page.locator('.graph-edge-label:not(.crowded)').allTextContents();
  expect(near).toContainEqual(expect.stringMatching(/^Has role/));
  expect(near.every((words) => /^Has (role|permission)/.test(words))).toBe(true);
});

test('on a phone the graph is on the first screen, and filters open above it, by keyboard and without script', async () => {
  await using opened = await open('/ontology/data');
  const { page } = opened;
  await resize(page, { width: 360, height: 740 });
  const first = await page.locator('#entities').boundingBox();
  expect(first?.y).toBeLessThan(500);
  const filters = page.getByRole('button', { name: 'Filters' });
  await filters.focus();
  await page.keyboard.press('Enter');
  const tors = page.getByRole('checkbox', { name: /^Tor \d/ });
  await tors.focus();
  await page.keyboard.press('Escape');
  await tors.waitFor({ state: 'hidden' });
  expect(await focused(page)).toContain('Filters');
  await page.keyboard.press('Enter');
  await tors.check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL('**/ontology/data?type=tor');
  expect(await filters.textContent()).toContain('1');

  const plain = await browser.newContext({ width: 360, height: 740, script: false });
  await plain.addCookies(await administrator.context.cookies());
  await using without = await browser.openPage(`${server.url}/ontology/data`, { context: plain });
  await without.page.getByRole('button', { name: 'Filters' }).click();
  await without.page.getByRole('checkbox', { name: /^Tor \d/ }).check();
  await without.page.getByRole('button', { name: 'Show', exact: true }).click();
  await without.page.waitForURL(/type=tor/);
  await plain.close();
});
