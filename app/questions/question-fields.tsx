import { ComboboxField, choicesOf, SelectField } from '../ui/choice-field.tsx';
import type { Named } from './named.ts';
import { texts } from './texts.ts';

/** Selects a committee, with suggestions for those that the page does not list. */
export const CommitteeField = ({
  of,
  value,
  optional = false,
  hasFocus = false,
}: {
  of: readonly Named[];
  value: string | undefined;
  optional?: boolean;
  hasFocus?: boolean;
}) => (
  <ComboboxField
    name="committee"
    label={texts.fields.committee}
    value={value ?? ''}
    optional={optional}
    hasFocus={hasFocus}
    options={choicesOf(of)}
    source="/governance/questions/committees"
  />
);

/** Selects one of a few, or all of them. */
export const ChoiceField = ({
  name,
  label,
  all,
  of,
  value,
}: {
  name: string;
  label: string;
  all: string;
  of: readonly Named[];
  value: string | undefined;
}) => (
  <SelectField
    {...{ name, label, value: value ?? '', empty: all }}
    width="m"
    options={of.map(({ id, label: words }) => ({ value: id, label: words }))}
  />
);
