import { type ChipPart, filterChips } from './filter.ts';
import { Icon } from './icon.tsx';
import { momentInWords } from './moments.ts';
import { useShell } from './shell-context.ts';
import { type TableDefinition, type TableState, tableHref } from './table-state.ts';
import { texts } from './texts.ts';

/** The filter in words; each part can be removed. */
export const FilterChips = ({
  definition,
  state,
}: {
  definition: TableDefinition;
  state: TableState;
}) => {
  const shell = useShell();
  // A date in a filter is a calendar date, not a moment, so no time zone applies.
  const format = (day: string) =>
    momentInWords(new Date(`${day}T12:00:00Z`), 'date', {
      ...shell,
      now: new Date(0),
      timeZone: 'UTC',
    });
  return (
    <>
      {filterChips(state.filter, definition.fields ?? [], format).map(({ parts, without }) => (
        <span class="chip" key={sentence(parts)}>
          <span>
            {parts.map((part, place) => (
              <span key={part.field + part.value}>
                {place > 0 && <span class="muted or">{texts.filter.or}</span>}
                {part.field} <b class="muted">{part.operator}</b> {part.value}
              </span>
            ))}
          </span>
          <a
            class="btn quiet"
            href={tableHref(definition, state, { filter: without })}
            aria-label={texts.table.removeFilter(sentence(parts))}
          >
            <Icon name="close" small />
          </a>
        </span>
      ))}
    </>
  );
};

const sentence = (parts: readonly ChipPart[]): string =>
  parts
    .map(({ field, operator, value }) => `${field} ${operator} ${value}`)
    .join(` ${texts.filter.or} `);
