import type { ComponentChildren } from 'preact';
import { Markdown } from '../markdown/index.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { below } from './export.ts';
import type { PackContent } from './pack.ts';
import { type PackPart, type PackTable, partsOf } from './parts.ts';

/** The content of a pack, on a page of the app. */
export const PackBody = ({ of: content }: { of: PackContent }) => (
  <article class="pack">
    {partsOf(content).map((part, place) => (
      <Part key={`${place}-${part.title}`} of={part} />
    ))}
  </article>
);

const Part = ({ of: { level, title, facts = [], text = '', table } }: { of: PackPart }) => (
  <section>
    <Heading level={level}>{title}</Heading>
    {facts.length > 0 && <p class="small muted">{facts.join(', ')}</p>}
    {text !== '' && <Markdown text={text} headings={below(level)} />}
    {table !== undefined && <Table of={table} />}
  </section>
);

const Heading = ({ level, children }: { level: number; children: ComponentChildren }) => {
  const Tag = `h${level}` as 'h2';
  return <Tag>{children}</Tag>;
};

const Table = ({ of: { caption, head, rows, named } }: { of: PackTable }) => (
  <SimpleTable
    caption={caption}
    of={rows.map((cells, place) => ({ cells, place }))}
    rowKey={({ place }) => place}
    columns={head.map((label, at) => ({
      label,
      header: at === named,
      cell: ({ cells }: { readonly cells: readonly string[]; readonly place: number }) =>
        cells[at] ?? '',
    }))}
  />
);
