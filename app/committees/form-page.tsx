import type { VNode } from 'preact';
import { CommitteePage } from '../committee-page/index.ts';
import type { LaterChange } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { SelectField } from '../ui/choice-field.tsx';
import { Diff, type Difference } from '../ui/diff.tsx';
import { Conflict } from '../ui/error-body.tsx';
import { Fieldset } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import type { Source } from './committee.ts';
import { type FormField, formFields, formParts } from './form-fields.ts';
import { labelOf, listToLines } from './present.ts';
import { texts } from './texts.ts';

const words = texts.form;

/** The form of a new committee, empty or filled with the values of another one. */
export const newCommitteePage = (
  source: Source | undefined,
  state: FormState = source === undefined ? emptyForm : copyForm(source),
): VNode => (
  <Page
    title={words.newTitle}
    lead={source === undefined ? words.newLead : words.copyLead(source.label)}
  >
    <Form
      to="/tor"
      state={state}
      submit={words.create}
      cancel={source === undefined ? '/tor' : `/tor/${source.id}`}
      hidden={source === undefined ? {} : { from: source.id }}
    >
      <Fields />
    </Form>
  </Page>
);

export interface EditProps {
  readonly committee: EntitySnapshot;
  readonly state?: FormState | undefined;
  /** What another user saved while the form was open. */
  readonly meanwhile?: {
    readonly since: readonly LaterChange[];
    readonly typed: Readonly<Record<string, string>>;
  };
}

export const editCommitteePage = ({
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
      <Form
        to={`/tor/${id}`}
        state={state}
        submit={meanwhile === undefined ? words.save : words.overwrite}
        cancel={`/tor/${id}`}
        hidden={{ seen_version }}
      >
        {meanwhile !== undefined && (
          <Conflict thing={words.thing(label)} {...(by === undefined ? {} : { by })}>
            <Diff
              of={overwritten(committee, meanwhile)}
              heads={{ before: words.yours, after: words.saved }}
            />
          </Conflict>
        )}
        <Fields />
      </Form>
    </CommitteePage>
  );
};

const Fields = () => (
  <>
    <TextField name="label" label={words.label} help={words.labelHelp} most={100} />
    <TextField name="name" label={words.name} help={words.nameHelp} most={50} width="m" code />
    {formParts.map(({ key, fields }) => (
      <Fieldset key={key} label={texts.parts[key]}>
        {fields.map((field) => (
          <Control key={field.key} field={field} />
        ))}
      </Fieldset>
    ))}
  </>
);

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
