import type { ComponentChildren, VNode } from 'preact';
import type { CsvCell } from '../http/csv.ts';
import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Count } from '../ui/word.tsx';
import { texts } from './texts.ts';

/** A value of a table in exports; lists are joined in CSV. */
export type Value = CsvCell | readonly string[];

export interface AnswerColumn<Row> {
  /** Name in exports. */
  readonly key: string;
  readonly label: string;
  readonly value: (row: Row) => Value;
  /** How a page shows it. @default the value as text */
  readonly cell?: (row: Row) => ComponentChildren;
  /** Names the row; exactly one column does. */
  readonly header?: boolean;
  readonly number?: boolean;
  readonly minor?: boolean;
  /** Only in exports, such as ids. */
  readonly hidden?: boolean;
}

export interface TableProps<Row> {
  /** Name in the address of its export. */
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly AnswerColumn<Row>[];
  /** Text instead of a table without rows. */
  readonly empty: string;
  /** How many there are, if not all of them were read. */
  readonly total?: number;
}

/** A table of an answer, for pages and exports. */
export interface AnswerTable {
  readonly id: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly records: readonly (readonly Value[])[];
  readonly view: (csv: string) => VNode;
}

/** The most rows that a page shows; exports have all. */
const mostShown = 100;

/** A table with its rows, whatever their type. */
export function tableOf<Row>(props: TableProps<Row>): AnswerTable {
  const { id, title, rows, columns } = props;
  return {
    ...{ id, title },
    head: columns.map(({ key }) => key),
    records: rows.map((row) => columns.map(({ value }) => value(row))),
    view: (csv) => <TableView {...props} csv={csv} />,
  };
}

function TableView<Row>({
  id,
  title,
  rows,
  columns,
  empty,
  total,
  csv,
}: TableProps<Row> & { csv: string }) {
  const all = Math.max(total ?? 0, rows.length);
  const shown = rows.slice(0, mostShown);
  return (
    <Section
      id={`answer-${id}`}
      title={title}
      count={<Count n={all} />}
      {...(rows.length === 0 ? {} : { end: <CsvLink to={csv} title={title} /> })}
    >
      {rows.length === 0 ? (
        <p class="muted">{empty}</p>
      ) : (
        <SimpleTable<Placed<Row>>
          caption={title}
          of={shown.map((row, at) => ({ row, at }))}
          rowKey={({ at }) => at}
          columns={columns.filter(({ hidden = false }) => !hidden).map(columnOf)}
        />
      )}
      {all > shown.length && <p class="small muted">{texts.first(shown.length, all)}</p>}
    </Section>
  );
}

interface Placed<Row> {
  readonly row: Row;
  readonly at: number;
}

function columnOf<Row>(column: AnswerColumn<Row>): SimpleColumn<Placed<Row>> {
  const { value, cell = (row: Row) => inWords(value(row)), ...look } = column;
  return { ...look, cell: ({ row }) => cell(row) };
}

const CsvLink = ({ to, title }: { to: string; title: string }) => (
  <a class="small" href={to} download>
    {texts.csv}
    <span class="vh"> {texts.of(title)}</span>
  </a>
);

const inWords = (value: Value): ComponentChildren =>
  value instanceof Date
    ? value.toISOString()
    : Array.isArray(value)
      ? value.join(', ')
      : `${value ?? ''}`;

/** A committee with a link to its page. */
export const committeeColumn = <Row,>(
  label: string,
  of: (row: Row) => { readonly id: string | null; readonly label: string | null },
): AnswerColumn<Row> => ({
  key: 'committee',
  label,
  value: (row) => of(row).label,
  cell: (row) => {
    const { id, label: name } = of(row);
    return id !== null && <a href={`/tor/${id}`}>{name}</a>;
  },
});

/** An id that only exports have. */
export const idColumn = <Row,>(key: string, value: (row: Row) => string): AnswerColumn<Row> => ({
  key,
  label: '',
  hidden: true,
  value,
});
