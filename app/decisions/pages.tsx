import type { VNode } from 'preact';
import type { Page as Rows } from '../ontology/list/index.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import type { TableState } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { State, Tags } from '../ui/word.tsx';
import type { DecisionLine } from './decision.ts';
import { numberOf } from './present.ts';
import { decisionColumns, decisionTable } from './schema.ts';
import { texts } from './texts.ts';

interface RegisterProps {
  readonly decisions: Rows<DecisionLine>;
  readonly state: TableState;
}

/** The register of decisions (spec decisions#register). */
export const registerPage = ({ decisions, state }: RegisterProps): VNode => (
  <Page title={texts.title} lead={texts.lead}>
    <DataTable
      noun={texts.noun}
      of={decisions}
      definition={{ ...decisionTable, columns: columnsOf }}
      state={state}
      rowKey={({ id }) => id}
      rowName={({ title }) => title}
      search={texts.search}
      csv="/decisions/export.csv"
      empty={
        <EmptyState icon="check" title={texts.empty.title}>
          {texts.empty.advice}
        </EmptyState>
      }
    />
  </Page>
);

const [number, title, committee, chosen, date, standing, by] = decisionColumns;

const columnsOf: readonly Column<DecisionLine>[] = [
  { ...number, nowrap: true, cell: (line) => numberOf(line) },
  {
    ...title,
    header: true,
    cell: (line) => <a href={`/decisions/${line.id}`}>{line.title}</a>,
  },
  {
    ...committee,
    cell: (line) => <Tags of={line.committee.map(({ label }) => label)} none="" />,
  },
  { ...chosen, cell: (line) => line.chosen },
  { ...date, nowrap: true, cell: (line) => <Time at={line.date ?? line.createdAt} /> },
  {
    ...standing,
    cell: (line) => (
      <>
        {line.standing === 'corrected' ? (
          <State is="ended">{texts.standing.corrected}</State>
        ) : (
          <State is="done" tone="good">
            {texts.standing.valid}
          </State>
        )}{' '}
        {line.quorum === 'without' && <State is="warning">{texts.quorum.without}</State>}
      </>
    ),
  },
  { ...by, minor: true, cell: (line) => line.by },
];
