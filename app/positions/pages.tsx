import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { DecidingSummary } from '../quorum/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Direction } from '../ui/move.tsx';
import type { Position, Positions } from './position.ts';
import { PositionsTable } from './positions-table.tsx';
import { NoPositions } from './section.tsx';
import { texts } from './texts.ts';

export const positionsPerPage = 50;

interface PositionsPageProps {
  readonly committee: Committee;
  readonly positions: Positions;
  readonly page: number;
  readonly canManage: boolean;
  readonly canEdit: boolean;
  readonly moved?: { readonly id: string; readonly by: Direction } | undefined;
}

/** The tab with all positions of a committee (spec positions#list). */
export const positionsPage = (props: PositionsPageProps): VNode => {
  const { committee, positions, page, canManage, canEdit, moved } = props;
  const { rows, total } = positions;
  const tab = `/tor/${committee.id}/positions`;
  const here = page === 1 ? tab : `${tab}?page=${page}`;
  const reader = { committee, canManage, canEdit, back: here };
  return (
    <CommitteePage
      committee={committee}
      tab="positions"
      action={
        canEdit &&
        total > 0 && (
          <LinkButton
            to={`/tor/${committee.id}/functions/new?back=${tab}`}
            kind="primary"
            icon="plus"
          >
            {texts.create}
          </LinkButton>
        )
      }
    >
      {rows.length === 0 ? (
        <NoPositions {...reader} />
      ) : canEdit ? (
        <Form wide id="items" to={tab} label={texts.title} guard={false} hidden={{ back: here }}>
          <PositionsTable
            rows={rows}
            {...reader}
            order={{
              before: (page - 1) * positionsPerPage,
              isAtEnd: atEnd(positions, page),
              moved,
            }}
          />
        </Form>
      ) : (
        <PositionsTable rows={rows} {...reader} />
      )}
      {total > positionsPerPage && <Pages tab={tab} page={page} total={total} />}
      <DecidingSummary committee={committee} mayChange={canEdit} />
    </CommitteePage>
  );
};

/** Positions move among those of the same membership; a part of the list may go on. */
const atEnd =
  ({ rows, total }: Positions, page: number) =>
  (position: Position, direction: Direction): boolean => {
    const place = rows.indexOf(position);
    const next = rows[direction === 'up' ? place - 1 : place + 1];
    if (next !== undefined) return next.isMandatory !== position.isMandatory;
    return direction === 'up' ? page === 1 : page * positionsPerPage >= total;
  };

const Pages = ({ tab, page, total }: { tab: string; page: number; total: number }) => {
  const last = Math.ceil(total / positionsPerPage);
  const from = (page - 1) * positionsPerPage + 1;
  const step = (to: number, label: string, icon: 'chevron-left' | 'chevron-right') =>
    to >= 1 && to <= last ? (
      <a class="btn quiet sq sm" href={`${tab}?page=${to}`} aria-label={label}>
        <Icon name={icon} small />
      </a>
    ) : null;
  return (
    <div class="pager">
      <span>{texts.range(from, Math.min(from + positionsPerPage - 1, total), total)}</span>
      <nav class="acts" aria-label={texts.pages.label}>
        {step(page - 1, texts.pages.previous, 'chevron-left')}
        {step(page + 1, texts.pages.next, 'chevron-right')}
      </nav>
    </div>
  );
};
