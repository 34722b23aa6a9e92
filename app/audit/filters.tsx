import { zoneLabel } from '../time-zone.ts';
import { FilterSelect } from '../ui/filter-select.tsx';
import { useShell } from '../ui/shell-context.ts';
import type { TableState } from '../ui/table-state.ts';
import { texts as common } from '../ui/texts.ts';
import { auditOutcomes } from './outcome.ts';
import { chosen } from './rules.ts';
import { texts } from './texts.ts';

interface FiltersProps {
  readonly state: TableState;
  readonly actors: readonly { readonly id: string; readonly label: string }[];
}

/** The filters of the log, submitted together with the search. */
export const AuditFilters = ({ state: { extras }, actors }: FiltersProps) => (
  <>
    <FilterSelect
      name="action"
      label={texts.filters.action}
      all={texts.filters.allActions}
      value={chosen(extras['action'])}
      options={actionOptions(chosen(extras['action']))}
    />
    <FilterSelect
      name="target_type"
      label={texts.filters.target}
      all={texts.filters.allTargets}
      value={chosen(extras['target_type'])}
      options={targetOptions(chosen(extras['target_type']))}
    />
    <FilterSelect
      name="actor"
      label={texts.filters.actor}
      all={texts.filters.anyone}
      value={extras['actor']}
      options={actorOptions(actors, extras['actor'])}
    />
    <FilterSelect
      name="outcome"
      label={texts.filters.outcome}
      all={texts.filters.allOutcomes}
      value={extras['outcome']}
      options={outcomeOptions}
    />
    <Day name="from" label={texts.filters.from} value={extras['from']} />
    <Day name="to" label={texts.filters.to} value={extras['to']} />
    <DaysOf />
    {extras['target_id'] !== undefined && (
      <input type="hidden" name="target_id" value={extras['target_id']} />
    )}
  </>
);

type Option = readonly [value: string, label: string];

const familyOptions: readonly Option[] = Object.entries(texts.families);
const targetTypes: readonly Option[] = Object.entries(texts.targets);
const outcomeOptions: readonly Option[] = auditOutcomes.map((outcome) => [
  outcome,
  texts.outcomes[outcome],
]);

/** A link may ask for a single action or a rarer target, which is then added to the options. */
const withAsked = (options: readonly Option[], asked: string | undefined): readonly Option[] =>
  asked === undefined || options.some(([value]) => value === asked)
    ? options
    : [...options, [asked, asked]];

const actionOptions = (asked: string | undefined) => withAsked(familyOptions, asked);
const targetOptions = (asked: string | undefined) => withAsked(targetTypes, asked);
const actorOptions = (actors: FiltersProps['actors'], asked: string | undefined) =>
  withAsked(
    actors.map(({ id, label }): Option => [id, label]),
    asked,
  );

/** The time zone in which days start and end. */
const DaysOf = () => (
  <span class="small muted">{common.time.daysIn(zoneLabel(useShell().timeZone))}</span>
);

const Day = ({
  name,
  label,
  value = '',
}: {
  name: string;
  label: string;
  value?: string | undefined;
}) => (
  <label class="acts small">
    {label} <input class="input sm fit" type="date" name={name} value={value} />
  </label>
);
