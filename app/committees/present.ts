import { type FormField, formFields } from './form-fields.ts';
import { texts } from './texts.ts';

/** When a committee meets, as it is stored. */
export interface Schedule {
  readonly cadence: string;
  readonly day: string;
  readonly time: string | null;
  readonly minutes: number;
}

/** "Weekly, Tuesday"; a cadence that needs a day says so if there is none. */
export function cadenceInWords({ cadence, day }: Pick<Schedule, 'cadence' | 'day'>): string {
  const words = labelOf(texts.cadences, cadence);
  if (!['weekly', 'biweekly', 'monthly'].includes(cadence)) return words;
  const on = labelOf(texts.days, day);
  if (on === '') return texts.cadenceOn(words, texts.noDay);
  return cadence === 'monthly' ? texts.monthlyOn(on) : texts.cadenceOn(words, on);
}

/** Whether the cadence alone does not say when the committee meets. */
export const lacksDay = ({ cadence, day }: Pick<Schedule, 'cadence' | 'day'>): boolean =>
  ['weekly', 'biweekly', 'monthly'].includes(cadence) && labelOf(texts.days, day) === '';

/** The label of a stored value; the value itself if it is none of the known ones. */
export const labelOf = (labels: Readonly<Record<string, string>>, value: string): string =>
  Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;

/** A field of the Terms of Reference, as readers see it. */
interface FieldInWords {
  readonly key: string;
  readonly label: string;
  /** Empty if it has no value. Entries of a list are lines. */
  readonly text: string;
}

/** The name and all fields of the Terms of Reference in words, in the order of the form. */
export const fieldsOf = ({
  label,
  properties,
}: {
  readonly label: string;
  readonly properties: Readonly<Record<string, string>>;
}): readonly FieldInWords[] => [
  { key: 'label', label: texts.form.label, text: label },
  ...formFields.map(({ key, kind }) => {
    const value = properties[key] || (standards[key] ?? '');
    return { key, label: texts.fields[key], text: valueInWords(key, kind, value) };
  }),
];

function valueInWords(key: string, kind: FormField['kind'], value: string): string {
  if (kind === 'list') return listToLines(value);
  // An import may have brought another text.
  if (kind === 'minutes' && /^\d+$/.test(value)) return texts.duration(Number(value));
  return labelOf(choices[key] ?? {}, value);
}

/** The meaning of a field without a value (spec committees#fields). */
const standards: Readonly<Record<string, string>> = {
  status: 'active',
  meeting_cadence: 'ad-hoc',
  holiday_rule: 'keep',
  cadence_duration_minutes: '60',
};

const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: texts.statuses,
  meeting_cadence: texts.cadences,
  cadence_day: texts.days,
  holiday_rule: texts.holidayRules,
};

/** A stored JSON list as lines of a text area; nothing for a text that is no list. */
export const listToLines = (stored: string | undefined): string => entriesOf(stored).join('\n');

/** The entries of a stored JSON list. */
export function entriesOf(stored: string | undefined): readonly string[] {
  if (stored === undefined || stored === '') return [];
  try {
    const list: unknown = JSON.parse(stored);
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}

/** Whether a text is an address that pages link to: `http` or `https` (spec committees#fields). */
export const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
