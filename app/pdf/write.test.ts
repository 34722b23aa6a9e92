import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../markdown/index.ts';
import { writePdf } from './write.ts';

const text = `## Attendance

- Chair — **Ingrid Sølheim** [M]
- Ελένη Παπαδοπούλου, Мария Иванова
  1. nested *one*
  2. nested two

### Table

| Item | Cost |
| --- | ---: |
${Array.from({ length: 60 }, (_, at) => `| Desk ${at} | ${at * 10} |`).join('\n')}

> Quoted [link](https://example.com) and \`code\`.

- [x] paid

---

${'A long paragraph that fills pages. '.repeat(200)}

## End

<b>bold</b> stays text.`;

const content = {
  title: 'Minutes — Board — 4 March 2026',
  ...{ language: 'en-GB', classification: 'Internal', foot: 'Board, minutes 7' },
  createdAt: new Date('2026-03-04T10:00:00Z'),
};

/** A node of the tree of tags, or its content. */
const rolesIn = (node: object | null): readonly string[] => {
  const { role, children = [] } = (node ?? {}) as { role?: string; children?: readonly object[] };
  return [...(role === undefined ? [] : [role]), ...children.flatMap(rolesIn)];
};

async function read(bytes: Uint8Array) {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    verbosity: 0,
  }).promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, at) => {
      const page = await pdf.getPage(at + 1);
      const { items } = await page.getTextContent();
      const words = items.map((item) => ('str' in item ? item.str : '')).join('');
      return { words, roles: rolesIn(await page.getStructTree()) };
    }),
  );
  const { info } = await pdf.getMetadata();
  return { pdf, pages, info: info as { Title?: string; Language?: string } };
}

test('spec pdf#content: text in three scripts, tags, bookmarks, page numbers and classification', async () => {
  const { pdf, pages, info } = await read(
    await writePdf({ ...content, blocks: parseMarkdown(text) }),
  );
  expect(pages.length).toBeGreaterThan(3);
  const all = pages.map(({ words }) => words).join('\n');
  for (const part of [
    'Ingrid Sølheim',
    'Ελένη Παπαδοπούλου',
    'Мария Иванова',
    'Desk 59',
    '<b>bold</b>',
    '[x] ',
  ])
    expect(all).toContain(part);
  for (const [at, { words }] of pages.entries()) {
    expect(words).toContain(`Page ${at + 1} of ${pages.length}`);
    expect(words.split('Internal').length - 1).toBe(2);
  }
  const roles = new Set(pages.flatMap(({ roles: found }) => found));
  for (const role of [
    'Document',
    'H1',
    'H2',
    'H3',
    'P',
    'L',
    'LI',
    'LBody',
    'Table',
    'TR',
    'TH',
    'TD',
    'BlockQuote',
    'Link',
  ])
    expect([role, roles.has(role)]).toEqual([role, true]);
  const [top] = await pdf.getOutline();
  expect(top?.title).toBe(content.title);
  expect(top?.items.map(({ title }) => title)).toEqual(['Attendance', 'End']);
  expect(top?.items[0]?.items.map(({ title }: { title: string }) => title)).toEqual(['Table']);
  expect(info).toMatchObject({ Title: content.title, Language: 'en-GB' });
  expect((await pdf.getMarkInfo())?.Marked).toBe(true);
});

test('spec pdf#content: the same content gives the same file', async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(() => writePdf({ ...content, blocks: parseMarkdown('Text') })),
  );
  expect(Buffer.from(one ?? []).equals(Buffer.from(other ?? []))).toBe(true);
});
