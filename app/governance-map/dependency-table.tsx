import { Section } from '../ui/section.tsx';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { Bad, Count } from '../ui/word.tsx';
import type { Committee, Dependency } from './map.ts';
import { texts } from './texts.ts';

interface DependencyTableProps {
  readonly of: readonly Dependency[];
  readonly committees: readonly Committee[];
}

/** Most rows of the table. */
const mostRows = 200;

/** The same as the drawing, as a table (spec governance-map#table). */
export const DependencyTable = ({ of, committees }: DependencyTableProps) => {
  const labels = new Map(committees.map(({ id, label }) => [id, label]));
  return (
    <Section id="dependencies-table" title={texts.table} count={<Count n={of.length} />}>
      {of.length === 0 ? (
        <p class="muted">{texts.noDependencies}</p>
      ) : (
        <SimpleTable
          caption={texts.table}
          of={of.slice(0, mostRows)}
          rowKey={({ id }) => id}
          columns={columnsOf((id) => labels.get(id) ?? id)}
        />
      )}
      {of.length > mostRows && <p class="small muted">{texts.first(mostRows, of.length)}</p>}
    </Section>
  );
};

const columnsOf = (labelOf: (id: string) => string): readonly SimpleColumn<Dependency>[] => [
  {
    label: texts.from,
    header: true,
    cell: ({ source }) => <a href={`/tor/${source}`}>{labelOf(source)}</a>,
  },
  { label: texts.relation, cell: ({ kind }) => texts.kinds[kind] },
  { label: texts.to, cell: ({ target }) => <a href={`/tor/${target}`}>{labelOf(target)}</a> },
  { label: texts.outputs, minor: true, cell: ({ outputs }) => outputs },
  {
    label: texts.blocking,
    cell: ({ isBlocking }) => <Bad is={isBlocking} word={texts.blocking} otherwise={texts.no} />,
  },
];
