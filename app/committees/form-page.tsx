import type { VNode } from 'preact';
import { type CalendarSettings, dayTitle, upcomingDates } from '../calendar/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import type { LaterChange } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { Diff, type Difference } from '../ui/diff.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Fieldset } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { RecurrencePicker, ShowDates } from '../ui/recurrence-picker.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import type { Source } from './committee.ts';
import { type FormField, formFields, formParts } from './form-fields.ts';
import { labelOf, listToLines } from './present.ts';
import { texts } from './texts.ts';

const words = texts.form;

/** The form of a new committee, empty or filled with the values of another one. */
export const newCommitteePage = (
  calendar: CalendarSettings,
  source: Source | undefined,
  state: FormState = source === undefined ? emptyForm : copyForm(source),
): VNode => (
  <Page
    title={words.newTitle}
    lead={source === undefined ? words.newLead : words.copyLead(source.label)}
  >
    <Form to="/tor" state={state} hidden={source === undefined ? {} : { from: source.id }}>
      <Fields schedule={{ calendar, state, preview: '/tor/preview' }} />
      <Buttons
        submit={words.create}
        preview="/tor/preview"
        cancel={source === undefined ? '/tor' : `/tor/${source.id}`}
      />
    </Form>
  </Page>
);

interface ButtonsProps {
  readonly submit: string;
  readonly preview: string;
  readonly cancel: string;
}

const Buttons = ({ submit, preview, cancel }: ButtonsProps) => (
  <div class="acts">
    <Button kind="primary" type="submit">
      {submit}
    </Button>
    <ShowDates preview={preview} />
    <LinkButton to={cancel} kind="quiet">
      {words.cancel}
    </LinkButton>
  </div>
);

export interface EditProps {
  readonly calendar: CalendarSettings;
  readonly committee: EntitySnapshot;
  readonly state?: FormState | undefined;
  /** The changes that another user saved while the form was open. */
  readonly meanwhile?: {
    readonly since: readonly LaterChange[];
    readonly typed: Readonly<Record<string, string>>;
  };
}

export const editCommitteePage = ({
  calendar,
  committee,
  state = storedForm(committee),
  meanwhile,
}: EditProps): VNode => {
  const { id, label } = committee;
  // After a conflict the form is based on the stored version, so that submitting it overwrites.
  const seen_version = String(
    (meanwhile === undefined && state.values['seen_version']) || committee.version,
  );
  const by = meanwhile?.since[0]?.by;
  return (
    <CommitteePage committee={committee} tab="overview" title={words.editTitle}>
      <Form to={`/tor/${id}`} state={state} hidden={{ seen_version }}>
        {meanwhile !== undefined && (
          <Conflict thing={words.thing(label)} by={by}>
            <Diff
              of={overwritten(committee, meanwhile)}
              heads={{ before: words.yours, after: words.saved }}
            />
          </Conflict>
        )}
        <Fields schedule={{ calendar, state, preview: `/tor/${id}/preview` }} />
        <Buttons
          submit={meanwhile === undefined ? words.save : words.overwrite}
          preview={`/tor/${id}/preview`}
          cancel={`/tor/${id}`}
        />
      </Form>
    </CommitteePage>
  );
};

const Fields = ({ schedule }: { readonly schedule: ScheduleProps }) => (
  <>
    <TextField name="label" label={words.label} help={words.labelHelp} most={100} />
    <TextField name="name" label={words.name} help={words.nameHelp} most={50} width="m" code />
    {formParts.map(({ key, fields }) => (
      <Fieldset key={key} label={texts.parts[key]}>
        {key === 'schedule' ? (
          <Schedule fields={fields} {...schedule} />
        ) : (
          fields.map((field) => <Control key={field.key} field={field} />)
        )}
      </Fieldset>
    ))}
  </>
);

interface ScheduleProps {
  readonly calendar: CalendarSettings;
  readonly state: FormState;
  readonly preview: string;
}

/** When the committee meets, and the meetings that follow from it. */
const Schedule = ({
  fields,
  calendar,
  state: { values },
  preview,
}: ScheduleProps & { readonly fields: readonly FormField[] }) => {
  const named: readonly string[] = ['meeting_cadence', 'cadence_day', 'cadence_anchor'];
  const [frequency, day, from] = named.map((name) =>
    fields.filter(({ key }) => key === name).map((field) => <Control key={name} field={field} />),
  );
  const typed = (name: string) => single(values[name]);
  const time = typed('cadence_time');
  const dates = upcomingDates(
    {
      ...{ cadence: typed('meeting_cadence'), weekday: typed('cadence_day') },
      ...{ anchor: typed('cadence_anchor'), holidayRule: typed('holiday_rule') },
    },
    calendar,
    datesShown,
  );
  return (
    <RecurrencePicker
      frequency={frequency}
      day={day}
      from={from}
      timeZone={calendar.timeZone}
      next={dates.map((date) => texts.overview.nextAt(dayTitle(date), time || standardTime))}
      preview={preview}
    >
      {fields
        .filter(({ key }) => !named.includes(key))
        .map((field) => (
          <Control key={field.key} field={field} />
        ))}
    </RecurrencePicker>
  );
};

const datesShown = 3;

/** Of a committee that sets none (spec calendar#cadences). */
const standardTime = '09:00';

const helps: Readonly<Record<string, string>> = texts.help;
const optionLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: texts.statuses,
  meeting_cadence: texts.cadences,
  cadence_day: texts.days,
  holiday_rule: texts.holidayRules,
};

const Control = ({ field: { key, kind, most, options = [] } }: { field: FormField }) => {
  const help = helps[key];
  const common = {
    ...{ name: key, label: texts.fields[key], optional: true },
    ...(help === undefined ? {} : { help }),
  };
  switch (kind) {
    case 'line':
      return <TextField {...common} most={most} />;
    case 'area':
    case 'list':
      return <TextAreaField {...common} most={most} />;
    case 'address':
      return <TextField {...common} type="url" most={most} />;
    case 'time':
      return <TextField {...common} type="time" width="s" />;
    case 'date':
      return <TextField {...common} type="date" width="s" />;
    case 'minutes':
      return <NumberField {...common} min={1} max={1440} unit={texts.minutes} />;
    case 'choice':
      return (
        <SelectField
          {...common}
          optional={key === 'cadence_day'}
          width="m"
          options={options.map((value) => ({
            value,
            label: labelOf(optionLabels[key] ?? {}, value),
          }))}
          {...(key === 'cadence_day' ? { empty: words.noDay } : {})}
        />
      );
  }
};

const standard = {
  status: 'active',
  meeting_cadence: 'ad-hoc',
  holiday_rule: 'keep',
  cadence_duration_minutes: '60',
} as const;

const emptyForm = freshForm(standard);

/** Stored properties as a form shows them: lists as lines. */
const shown = ({ properties }: Pick<EntitySnapshot, 'properties'>) =>
  Object.fromEntries(
    formFields.map(({ key, kind }) => [
      key,
      kind === 'list' ? listToLines(properties[key]) : (properties[key] ?? ''),
    ]),
  );

const filled = (values: Readonly<Record<string, string>>) => ({
  ...standard,
  ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
});

const storedForm = (committee: EntitySnapshot): FormState => {
  const { label, name } = committee;
  return freshForm({ ...filled(shown(committee)), label, name });
};

const copyForm = (source: Source): FormState =>
  freshForm({
    ...filled(shown(source)),
    status: 'active',
    label: words.copyOf(source.label).slice(0, 100),
    name: `${source.name.slice(0, 45)}_copy`,
  });

/** The fields that another user changed and that saving the form would overwrite. */
function overwritten(
  committee: EntitySnapshot,
  { since, typed }: NonNullable<EditProps['meanwhile']>,
): readonly Difference[] {
  const changed = new Set(since.flatMap(({ fields }) => fields));
  const stored: Readonly<Record<string, string>> = {
    ...{ label: committee.label, name: committee.name },
    ...filled(shown(committee)),
  };
  const fields = [
    ...[
      { key: 'label', label: words.label },
      { key: 'name', label: words.name },
    ],
    ...formFields.map(({ key }) => ({ key, label: texts.fields[key] })),
  ];
  return fields.flatMap(({ key, label }) => {
    const [before, after] = [typed[key] ?? '', stored[key] ?? ''];
    if (before === after || (changed.size > 0 && !changed.has(key))) return [];
    const inWords = (value: string) =>
      value === '' ? undefined : labelOf(optionLabels[key] ?? {}, value);
    return [{ field: label, before: inWords(before), after: inWords(after) }];
  });
}
