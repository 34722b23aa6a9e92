import { zoneLabel } from '../time-zone.ts';
import {
  type DraftCondition,
  type DraftGroup,
  type FilterDraft,
  type FilterField,
  type FilterLogic,
  operatorsOf,
} from './filter.ts';
import { draftName } from './filter-draft.ts';
import { Icon } from './icon.tsx';
import { useShell } from './shell-context.ts';
import { StateFields } from './state-fields.tsx';
import { type TableDefinition, type TableState, tableHref } from './table-state.ts';
import { texts } from './texts.ts';

export interface FilterBuilderProps {
  readonly noun: string;
  readonly definition: TableDefinition;
  readonly state: TableState;
  readonly draft: FilterDraft;
  readonly id: string;
}

/**
 * Conditions and one level of groups. Each button submits the whole form and the server returns the
 * changed one, so it works without JavaScript; scripts replace only the region, also when a field
 * is selected.
 */
export const FilterBuilder = ({ noun, definition, state, draft, id }: FilterBuilderProps) => {
  const fields = definition.fields ?? [];
  return (
    <form
      class="panel stack filter-builder"
      action={definition.path}
      aria-label={texts.filter.label(noun)}
      data-swap={id}
      data-builder=""
    >
      <StateFields definition={definition} state={{ ...state, page: 1 }} />
      <Logic label={texts.filter.match(noun)} name={draftName('', 'logic')} value={draft.logic} />
      {draft.conditions.map((condition, place) => (
        <Condition
          key={place}
          condition={condition}
          path={`${place}`}
          place={place + 1}
          fields={fields}
        />
      ))}
      {draft.groups.map((group, place) => (
        <Group
          key={place}
          group={group}
          place={place}
          logic={draft.logic}
          fields={fields}
          first={conditionsBefore(draft, place)}
        />
      ))}
      <div class="acts">
        <Action action="add" icon label={texts.filter.addCondition} />
        <Action action="group" icon label={texts.filter.addGroup} />
        {fields.some(({ type }) => type === 'date') && <DaysOf />}
        <span class="end acts">
          <a
            class="btn sm"
            href={tableHref(
              definition,
              { ...state, page: 1 },
              { filter: { logic: 'and', conditions: [], groups: [] } },
            )}
          >
            {texts.filter.clear}
          </a>
          <button class="btn primary sm" type="submit" name="do" value="apply">
            {texts.filter.show(noun)}
          </button>
        </span>
      </div>
    </form>
  );
};

/** The time zone in which days start and end. */
const DaysOf = () => (
  <span class="small muted">{texts.time.daysIn(zoneLabel(useShell().timeZone))}</span>
);

const conditionsBefore = ({ conditions, groups }: FilterDraft, place: number): number =>
  conditions.length +
  groups.slice(0, place).reduce((sum, group) => sum + group.conditions.length, 0);

interface GroupProps {
  readonly group: DraftGroup;
  readonly place: number;
  /** How it is joined to the previous one. */
  readonly logic: FilterLogic;
  readonly fields: readonly FilterField[];
  /** Number of conditions before it, so that conditions are numbered consecutively. */
  readonly first: number;
}

const Group = ({ group, place, logic, fields, first }: GroupProps) => (
  <fieldset class="panel stack" aria-label={texts.filter.group(place + 1)}>
    <Logic label={texts.filter[logic]} name={draftName(`g${place}`, 'logic')} value={group.logic} />
    {group.conditions.map((condition, inner) => (
      <Condition
        key={inner}
        condition={condition}
        path={`g${place}.${inner}`}
        place={first + inner + 1}
        fields={fields}
      />
    ))}
    <Action action={`add:g${place}`} icon label={texts.filter.addCondition} />
  </fieldset>
);

const Logic = ({ label, name, value }: { label: string; name: string; value: FilterLogic }) => (
  <label class="acts small">
    {label}{' '}
    <select class="input sm fit" name={name}>
      <option value="and" selected={value === 'and'}>
        {texts.filter.all}
      </option>
      <option value="or" selected={value === 'or'}>
        {texts.filter.any}
      </option>
    </select>{' '}
    {texts.filter.ofThese}
  </label>
);

interface ConditionProps {
  readonly condition: DraftCondition;
  readonly path: string;
  readonly place: number;
  readonly fields: readonly FilterField[];
}

const Condition = ({ condition, path, place, fields }: ConditionProps) => {
  const field = fields.find(({ key }) => key === condition.field);
  return (
    <div class="acts">
      <select
        class="input sm fit"
        name={draftName(path, 'field')}
        aria-label={texts.filter.field(place)}
        data-rebuild=""
      >
        <option value="">{texts.filter.chooseField}</option>
        {fields.map(({ key, label }) => (
          <option key={key} value={key} selected={key === condition.field}>
            {label}
          </option>
        ))}
      </select>
      {field !== undefined && (
        <>
          <select
            class="input sm fit"
            name={draftName(path, 'op')}
            aria-label={texts.filter.operator(place)}
          >
            {operatorsOf(field).map((operator) => (
              <option key={operator} value={operator} selected={operator === condition.op}>
                {texts.filter.operators[operator]}
              </option>
            ))}
          </select>
          <ValueControl
            field={field}
            value={condition.value}
            name={draftName(path, 'value')}
            label={texts.filter.value(place)}
          />
        </>
      )}
      <button
        class="btn quiet sq sm"
        type="submit"
        name="do"
        value={`remove:${path}`}
        aria-label={texts.filter.remove(place)}
      >
        <Icon name="close" small />
      </button>
    </div>
  );
};

const ValueControl = ({
  field,
  value,
  name,
  label,
}: {
  field: FilterField;
  value: string;
  name: string;
  label: string;
}) => {
  if (field.type === 'choice') {
    return (
      <select class="input sm fit" name={name} aria-label={label}>
        <option value="">{texts.form.choose}</option>
        {(field.options ?? []).map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === 'date')
    return <input class="input sm fit" type="date" name={name} value={value} aria-label={label} />;
  return (
    <input
      class="input sm fit"
      type="text"
      name={name}
      value={value}
      aria-label={label}
      maxLength={200}
      {...(field.type === 'number' ? { inputMode: 'decimal' as const } : {})}
    />
  );
};

const Action = ({ action, label, icon }: { action: string; label: string; icon: true }) => (
  <button class="btn quiet sm" type="submit" name="do" value={action}>
    {icon && <Icon name="plus" small />}
    {label}
  </button>
);
