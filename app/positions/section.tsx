import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Tags } from '../ui/word.tsx';
import type { Positions } from './position.ts';
import { type PositionsReader, PositionsTable } from './positions-table.tsx';
import { texts } from './texts.ts';

interface PositionsSectionProps extends PositionsReader {
  readonly positions: Positions;
}

/**
 * The positions of a committee with their holders, and which positions carry a capability, for the
 * committee's own page (spec positions#list).
 */
export const PositionsSection = ({ positions, ...reader }: PositionsSectionProps) => {
  const { committee, canEdit } = reader;
  const { total, filled, rows, functions } = positions;
  const tab = `/tor/${committee.id}/positions`;
  return (
    <>
      <Section
        id="positions"
        title={texts.title}
        {...(total === 0 ? {} : { count: texts.filled(filled, total) })}
        end={
          <>
            {rows.length < total && <a href={tab}>{texts.all(total)}</a>}
            {canEdit && total > 0 && (
              <a href={`/tor/${committee.id}/functions/new`}>{texts.create}</a>
            )}
          </>
        }
      >
        {total === 0 ? <NoPositions {...reader} /> : <PositionsTable rows={rows} {...reader} />}
      </Section>
      {functions.length > 0 && (
        <Section id="functions" title={texts.functions.title}>
          <SimpleTable
            caption={texts.functions.caption(committee.label)}
            of={functions}
            rowKey={({ capability }) => capability}
            columns={[
              {
                label: texts.columns.capability,
                header: true,
                cell: ({ capability }) => texts.capability[capability],
              },
              {
                label: texts.columns.positions,
                cell: ({ positions: labels }) => <Tags of={labels} none="" />,
              },
            ]}
          />
        </Section>
      )}
    </>
  );
};

export const NoPositions = ({ committee, canEdit }: PositionsReader) => (
  <EmptyState
    icon="users"
    title={texts.empty.title}
    action={
      canEdit && (
        <LinkButton to={`/tor/${committee.id}/functions/new`} kind="primary" icon="plus">
          {texts.create}
        </LinkButton>
      )
    }
  >
    {texts.empty.advice}
  </EmptyState>
);
