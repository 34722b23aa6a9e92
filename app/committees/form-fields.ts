import { texts } from './texts.ts';

/** A property of a committee, as the form edits it and the overview and its history show it. */
export interface FormField {
  readonly key: FieldKey;
  readonly kind: 'line' | 'area' | 'list' | 'address' | 'choice' | 'time' | 'date' | 'minutes';
  /** Characters, of all entries of a list together. */
  readonly most: number;
  readonly options?: readonly string[];
}

type FieldKey = keyof typeof texts.fields;

const line = (key: FieldKey, most = 200): FormField => ({ key, kind: 'line', most });
const area = (key: FieldKey, most = 5000): FormField => ({ key, kind: 'area', most });
const list = (key: FieldKey): FormField => ({ key, kind: 'list', most: 5000 });
const address = (key: FieldKey): FormField => ({ key, kind: 'address', most: 2000 });
const choice = (key: FieldKey, options: readonly string[]): FormField => ({
  ...{ key, kind: 'choice', most: 63, options },
});

/** The parts of the form, in order (spec committees#fields). Label and name precede the first. */
export const formParts: readonly {
  readonly key: keyof typeof texts.parts;
  readonly fields: readonly FormField[];
}[] = [
  {
    key: 'basics',
    fields: [area('description', 500), choice('status', Object.keys(texts.statuses))],
  },
  {
    key: 'identity',
    fields: [
      ...[line('tor_number'), line('classification'), line('version'), line('organization')],
      line('poc_contact'),
    ],
  },
  {
    key: 'schedule',
    fields: [
      choice('meeting_cadence', Object.keys(texts.cadences)),
      choice('cadence_day', Object.keys(texts.days)),
      { key: 'cadence_anchor', kind: 'date', most: 10 },
      choice('holiday_rule', Object.keys(texts.holidayRules)),
      { key: 'cadence_time', kind: 'time', most: 5 },
      { key: 'cadence_duration_minutes', kind: 'minutes', most: 4 },
    ],
  },
  {
    key: 'place',
    fields: [line('default_location'), address('remote_url'), address('background_repo_url')],
  },
  { key: 'purpose', fields: [area('focus_scope'), list('objectives')] },
  {
    key: 'governance',
    fields: [list('inputs_required'), list('outputs_expected'), area('invite_policy')],
  },
  { key: 'operation', fields: [area('phase_scheduling'), line('info_platform')] },
];

export const formFields: readonly FormField[] = formParts.flatMap(({ fields }) => fields);

/** The lists, which are always stored. */
export const listKeys: readonly FieldKey[] = formFields
  .filter(({ kind }) => kind === 'list')
  .map(({ key }) => key);
