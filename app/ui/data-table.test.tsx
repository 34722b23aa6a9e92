import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { type Column, DataTable, type DataTableProps } from './data-table.tsx';
import { ShellContext, shellFor } from './shell-context.ts';
import { parseTable } from './table-state.ts';

interface Row {
  readonly id: string;
  readonly name: string;
}

const columns: readonly Column<Row>[] = [
  {
    key: 'name',
    label: 'Name',
    sort: 'name',
    always: true,
    header: true,
    cell: ({ name }) => name,
  },
  { key: 'id', label: 'Number', number: true, cell: ({ id }) => id },
];
const definition = {
  path: '/things',
  columns,
  sort: { key: 'name', direction: 'asc' as const },
  fields: [{ key: 'name', label: 'Name', type: 'text' as const }],
};
const rows: readonly Row[] = [
  { id: '1', name: 'Anchor' },
  { id: '2', name: '<Buoy>' },
];

const shell = shellFor({ assets: { styles: '', script: '', icon: '' }, now: new Date(0) });

function render(query: string, changes: Partial<DataTableProps<Row>> = {}): string {
  const table = (
    <DataTable
      noun="things"
      of={{ rows, total: 52 }}
      definition={definition}
      state={parseTable(definition, new URLSearchParams(query))}
      rowKey={({ id }) => id}
      rowName={({ name }) => name}
      search="Name"
      csv="/things.csv"
      empty={<p>No things yet</p>}
      {...changes}
    />
  );
  return renderToString(<ShellContext.Provider value={shell}>{table}</ShellContext.Provider>);
}

test('spec lists#table: the table says what it is and how it is sorted, and each cell has a label for phones', () => {
  const html = render('sort=name&dir=desc');
  expect(html).toContain('<caption class="vh">Things, sorted by name, descending</caption>');
  expect(html).toContain('aria-sort="descending"');
  expect(html).toContain('data-label="Number"');
  expect(html).toContain('&lt;Buoy>');
  expect(html).toContain('1–25 of 52');
});

test('spec lists#address: every link keeps the list as it is, encoded', () => {
  const html = render(`q=${encodeURIComponent('a&"<b>')}&per_page=10&page=2`);
  const links = [...html.matchAll(/href="(\/things[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  expect(links.length).toBeGreaterThan(5);
  for (const link of links)
    expect(new URLSearchParams(link.split('?')[1]).get('q'), link).toBe('a&"<b>');
  expect(links.find((link) => link.startsWith('/things.csv'))).toBe(
    '/things.csv?q=a%26%22%3Cb%3E&per_page=10',
  );
});

describe('without rows', () => {
  const nothing = { of: { rows: [], total: 0 }, all: 12 };
  test('and without a filter: how it begins', () =>
    expect(render('', nothing)).toContain('No things yet'));
  test('with a filter: how many there are without it', () => {
    expect(render('q=zzz', nothing)).toContain('No things match these filters');
    expect(render('q=zzz', nothing)).toContain('There are 12 things.');
  });
  test('with an invalid filter: the reason, and a link to remove it', () => {
    const html = render('filter=%7B', nothing);
    expect(html).toContain('This filter is invalid, so no rows are shown.');
    expect(html).toContain('<a href="/things">Clear filters</a>');
    expect(html).not.toContain('match these filters');
  });
  test("after a failure: the feature's message", () =>
    expect(render('', { failed: <p>Broken</p> })).toContain('<p>Broken</p>'));
});

test('a partial count is shown as "more than", and pages continue from the last row', () => {
  const page = { rows, total: 100, exact: false, goesOn: true, number: 4 };
  const html = render('q=an&page=4', { of: page });
  expect(html).toContain('of more than 100');
  expect(html).toMatch(/href="[^"]*page=5[^"]*after=2"[^>]*rel="next"/);
  expect(html).not.toContain('Some matches are not shown');
  const part = render('q=an', { of: { rows, total: 100, exact: false, isPart: true } });
  expect(part).toContain('Some matches are not shown.');
});

test('a list searched in parts says so, counts its page, and continues where it ended', () => {
  const page = { rows, total: 2, exact: false, goesOn: true, isScan: true, next: '77' };
  const html = render('q=an', { of: page });
  expect(html).toContain('Only part of the list has been searched.');
  expect(html).toMatch(/href="[^"]*page=2[^"]*after=77"[^>]*>Continue search</);
  expect(html).toContain(`${rows.length} matches on this page`);
  const none = render('q=an', { of: { ...page, rows: [], total: 0 } });
  expect(none).toContain('Continue search');
  expect(none).not.toContain('match these filters');
});

test('a page beyond the end is shown as the last one', () => {
  expect(render('page=99&per_page=50')).toContain('Page 2 of 2');
  expect(render('page=99&per_page=50')).toContain('51–52 of 52');
});

test('names in labels, never ids', () => {
  const html = render('', {
    bulk: [{ label: 'Delete…', to: '/things/delete' }],
    menu: () => [[{ label: 'Edit', to: '/things/1' }]],
  });
  expect(html).toContain('aria-label="Select Anchor"');
  expect(html).toContain('aria-label="Actions for &lt;Buoy>"');
});

const noRow = ['', '3', '%00', '__proto__', '9'.repeat(200), '%22%3E%3Cscript%3E'];

describe('menus of rows', () => {
  const menu = ({ id }: Row) => [[{ label: `Edit ${id}`, to: `/things/${id}/edit` }]];

  test('each row has a button for its menu; only the menu of the addressed row is rendered', () => {
    const made: string[] = [];
    const noted = (row: Row) => {
      made.push(row.id);
      return menu(row);
    };
    const open = (query: string) => render(query, { menu: noted });
    const closed = open('');
    expect(made).toEqual([]);
    expect(closed).not.toContain('<details class="menu" id=');
    expect(closed.match(/name="menu" value="\d"/g)).toEqual([
      'name="menu" value="1"',
      'name="menu" value="2"',
    ]);
    const html = open('menu=2');
    expect(made).toEqual(['2']);
    expect(html).toContain('<details class="menu" id="table-menu-open" open>');
    expect(html).toContain('href="/things/2/edit"');
    expect(html.match(/name="menu" value="\d"/g)).toEqual(['name="menu" value="1"']);
  });

  test('the form behind the buttons keeps the list as it is, on its page, and leads to the menu', () => {
    const form =
      /<form id="table-menu".*?<\/form>/.exec(
        render('q=a&per_page=10&page=2&menu=1', { menu }),
      )?.[0] ?? '';
    expect(form).toContain('action="/things#table-menu-open"');
    expect(form.match(/name="[^"]+" value="[^"]*"/g)).toEqual([
      'name="q" value="a"',
      'name="per_page" value="10"',
      'name="page" value="2"',
    ]);
  });

  test('no other part of the page depends on the open menu', () => {
    const changes = {
      menu,
      saveView: '/things/views',
      views: [{ label: 'All', to: '/things' }],
      columns: { keep: '/things/columns' },
    };
    const state = '&q=a&page=2&sort=name&dir=desc';
    const rest = (html: string) =>
      html.replaceAll(/<td role="cell" class="row-act">.*?<\/td>/g, '');
    expect(rest(render(`menu=1${state}`, changes))).toBe(rest(render(state, changes)));
  });

  test.each(noRow.map((key) => `menu=${key}`))('what names no row opens nothing: %s', (query) =>
    expect(render(query, { menu })).toBe(render('', { menu })),
  );
});

describe('details of rows', () => {
  const detail = ({ id }: Row) => <p>All about {id}</p>;
  const openers = (html: string) =>
    html.match(/<button[^>]*form="table-detail".*?<\/button>/g) ?? [];

  test('each row has a button for its detail; only the detail of the addressed row is rendered and shown', () => {
    const made: string[] = [];
    const noted = (row: Row) => {
      made.push(row.id);
      return detail(row);
    };
    const closed = render('', { detail: noted });
    expect(made).toEqual([]);
    expect(closed).not.toContain('<tr role="row" class="detail"');
    expect(
      openers(closed).map((tag) => /name="open" value="(.)".*aria-expanded="false"/.exec(tag)?.[1]),
    ).toEqual(['1', '2']);
    const html = render('open=2', {
      detail: noted,
      bulk: [{ label: 'Delete…', to: '/things/delete' }],
      menu: () => [],
    });
    expect(made).toEqual(['2']);
    expect(html.match(/<tr role="row" class="detail"/g)).toHaveLength(1);
    // The check box, two columns and the menu, beside the empty cell below the button.
    expect(html).toMatch(
      /<tr role="row" class="detail" id="table-detail-open"><td role="cell"><\/td><td role="cell" colspan="4"><p>All about 2<\/p>/,
    );
  });

  test('the button of the open row is marked, and requests the page without it', () => {
    const [other, own] = openers(render('open=2', { detail }));
    expect(other).toContain('name="open" value="1"');
    expect(own).toContain(
      'aria-controls="table-detail-open" aria-label="Details: &lt;Buoy>" aria-expanded="true"',
    );
    expect(own).not.toContain('name=');
  });

  test('the form behind the buttons keeps the list as it is, on its page, and leads to the detail', () => {
    const form =
      /<form id="table-detail".*?<\/form>/.exec(
        render('q=a&per_page=10&page=2&open=1', { detail }),
      )?.[0] ?? '';
    expect(form).toContain('action="/things#table-detail-open"');
    expect(form.match(/name="[^"]+" value="[^"]*"/g)).toEqual([
      'name="q" value="a"',
      'name="per_page" value="10"',
      'name="page" value="2"',
    ]);
  });

  test('no other part of the page depends on the open row', () => {
    const changes = {
      detail,
      saveView: '/things/views',
      views: [{ label: 'All', to: '/things' }],
      columns: { keep: '/things/columns' },
    };
    const state = '&q=a&page=2&sort=name&dir=desc';
    const rest = (html: string) =>
      html.replaceAll(
        /<tr role="row" class="detail".*?<\/tr>|<button[^>]*form="table-detail".*?<\/button>/g,
        '',
      );
    expect(rest(render(`open=1${state}`, changes))).toBe(rest(render(state, changes)));
  });

  test.each(noRow.map((key) => `open=${key}`))('what names no row opens nothing: %s', (query) =>
    expect(render(query, { detail })).toBe(render('', { detail })),
  );
});
