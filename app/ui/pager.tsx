import { Dropdown, MenuGroups } from './dropdown.tsx';
import { Icon } from './icon.tsx';
import type { Rows } from './table-props.ts';
import {
  isNarrowed,
  pageCount,
  standardSizes,
  type TableDefinition,
  type TableState,
  tableHref,
} from './table-state.ts';
import { texts } from './texts.ts';
import { number } from './words.ts';

/** Pages that end before this row are reached by number; links to later ones carry a position. */
const farDown = 25;

/** Position in the list, rows per page, and links to other pages. `state.page` exists. */
export const Pager = ({
  definition,
  state,
  of: { rows, total, exact = true, goesOn = false, isScan = false, next },
  first,
  last,
}: {
  definition: TableDefinition;
  state: TableState;
  of: Rows<unknown>;
  /** Keys of the first and last row. */
  first: string | undefined;
  last: string | undefined;
}) => {
  const pages = pageCount(state.size, total);
  const hasNext = goesOn || state.page < pages;
  // Matches of a filter are reached by position too, unless all were counted.
  const isFarDown = (page: number) =>
    (page * state.size > farDown || next !== undefined) &&
    (goesOn || state.after !== undefined || state.before !== undefined || !isNarrowed(state));
  const to = (page: number, place: Pick<TableState, 'after' | 'before'>) =>
    tableHref(definition, state, { page, ...(isFarDown(page) ? place : {}) });
  const from = (state.page - 1) * state.size + 1;
  return (
    <div class="pager">
      <span role="status">
        {isScan
          ? texts.table.matches(rows.length)
          : texts.table.range(from, Math.min(from + state.size - 1, total), total, !exact)}
      </span>
      <span class="acts">
        {texts.table.rows}
        <Dropdown
          kind="btn sm"
          label={`${texts.table.rows}: ${number(state.size)}`}
          summary={
            <>
              {number(state.size)}
              <Icon name="chevron-down" small />
            </>
          }
        >
          <MenuGroups
            groups={[
              (definition.sizes ?? standardSizes).map((size) => ({
                label: number(size),
                to: tableHref(definition, state, { size }),
              })),
            ]}
          />
        </Dropdown>
      </span>
      {(pages > 1 || goesOn) && (
        <nav aria-label={texts.table.pages}>
          <Step
            to={state.page > 1 ? to(state.page - 1, { before: first }) : undefined}
            icon="chevron-left"
            label={texts.table.previous}
          />
          <span>
            {!exact ? texts.table.pageOfMany(state.page) : texts.table.page(state.page, pages)}
          </span>
          <Step
            to={hasNext ? to(state.page + 1, { after: next ?? last }) : undefined}
            icon="chevron-right"
            label={texts.table.next}
          />
        </nav>
      )}
    </div>
  );
};

const Step = ({
  to,
  icon,
  label,
}: {
  to: string | undefined;
  icon: 'chevron-left' | 'chevron-right';
  label: string;
}) =>
  to === undefined ? (
    <button class="btn quiet sq sm" type="button" disabled aria-label={label}>
      <Icon name={icon} small />
    </button>
  ) : (
    <a
      class="btn quiet sq sm"
      href={to}
      aria-label={label}
      rel={icon === 'chevron-left' ? 'prev' : 'next'}
    >
      <Icon name={icon} small />
    </a>
  );
