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
  { key: 'name', label: 'Name', sort: 'name', always: true, header: true, cell: ({ name }) => name },
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
      of={rows}
      total={52}
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

test('look-and-feel L11: the table says what it is and how it is sorted, and each cell has a label for phones', () => {
  const html = render('sort=name&dir=desc');
  expect(html).toContain('<caption class="vh">Things, sorted by name, descending</caption>');
  expect(html).toContain('aria-sort="descending"');
  expect(html).toContain('data-label="Number"');
  expect(html).toContain('&lt;Buoy>');
  expect(html).toContain('1–25 of 52');
});

test('look-and-feel L2, admin 15.14: every link keeps the list as it is, encoded', () => {
  const html = render(`q=${encodeURIComponent('a&"<b>')}&per_page=10&page=2`);
  const links = [...html.matchAll(/href="(\/things[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  expect(links.length).toBeGreaterThan(5);
  for (const link of links) expect(new URLSearchParams(link.split('?')[1]).get('q'), link).toBe('a&"<b>');
  expect(links.find((link) => link.startsWith('/things.csv'))).toBe('/things.csv?q=a%26%22%3Cb%3E&per_page=10');
});

describe('without rows', () => {
  const nothing = { of: [], total: 0, all: 12 };
  test('and without a filter: how it begins', () => expect(render('', nothing)).toContain('No things yet'));
  test('with a filter: how many there are without it', () => {
    expect(render('q=zzz', nothing)).toContain('No things match these filters');
    expect(render('q=zzz', nothing)).toContain('There are 12 things.');
  });
  test('with a filter that is wrong: only what is wrong, and the way out', () => {
    const html = render('filter=%7B', nothing);
    expect(html).toContain('This filter cannot be used, so nothing is shown.');
    expect(html).toContain('<a href="/things">Clear filters</a>');
    expect(html).not.toContain('match these filters');
  });
  test('because it failed: what the feature says about it', () => expect(render('', { failed: <p>Broken</p> })).toContain('<p>Broken</p>'));
});

test('a page beyond the end is shown as the last one', () => {
  expect(render('page=99&per_page=50')).toContain('Page 2 of 2');
  expect(render('page=99&per_page=50')).toContain('51–52 of 52');
});

test('names in labels, never ids', () => {
  const html = render('', { bulk: [{ label: 'Delete…', to: '/things/delete' }], menu: () => [[{ label: 'Edit', to: '/things/1' }]] });
  expect(html).toContain('aria-label="Select Anchor"');
  expect(html).toContain('aria-label="Actions for &lt;Buoy>"');
});
