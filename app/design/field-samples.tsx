import {
  CardsField,
  Check,
  CheckField,
  ChecksField,
  ComboboxField,
  RadiosField,
  SelectField,
} from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import {
  FileField,
  NumberField,
  PasswordField,
  TextAreaField,
  TextField,
} from '../ui/text-field.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';
import { InputStates } from './state-samples.tsx';

const state: FormState = {
  values: {
    room: 'Room 3.12',
    code: 'secretary',
    time: '25:00',
    cadence: 'weekly',
    rationale: 'The staged order lets the board stop.',
    kind: 'simple',
    days: '90',
    vote: 'one',
    teams: ['bus'],
  },
  problems: [
    { field: 'time', message: 'Enter a time between 00:00 and 23:59' },
    { field: 'cadence', message: 'Choose a day for a weekly cadence' },
  ],
};

const people = samplePeople.map(({ id, name }) => ({ value: id, label: name }));

export const FieldSamples = () => (
  <Form to="/design/done" state={state} submit="Save" wide label="Sample fields" guard={false}>
    <Sample title="Text">
      <TextField name="room" label="Default" width="s" />
      <TextField name="empty" label="Empty" width="s" placeholder="HH:MM" />
      <TextField name="code" label="Read only" width="s" readonly code />
      <TextField name="locked" label="Not available" width="s" disabled />
    </Sample>
    <InputStates />
    <Sample title="With error">
      <TextField name="time" label="Time" help="24 hours, for example 09:30" width="m" />
    </Sample>
    <Sample title="Other kinds">
      <SelectField
        name="cadence"
        label="Cadence"
        width="s"
        options={[{ value: 'weekly', label: 'Weekly' }]}
      />
      <TextField name="day" label="Date" type="date" width="s" optional />
      <PasswordField name="secret" label="Password" width="m" autocomplete="new-password" />
      <NumberField name="days" label="Retention" unit="days" min={1} max={3650} />
    </Sample>
    <Sample title="Text area">
      <TextAreaField name="rationale" label="Rationale" optional width="m" most={60} />
    </Sample>
    <Sample title="File">
      <FileField
        name="avatar"
        label="Picture"
        help="JPEG or PNG, up to 200 KB"
        accept="image/jpeg,image/png"
        optional
        width="m"
      />
    </Sample>
    <Sample title="Check box">
      <Check name="c1" label="Off" />
      <Check name="c2" label="On" checked />
      <Check name="c3" label="Some" mixed />
      <Check name="c4" label="Off, disabled" disabled />
      <Check name="c5" label="On, disabled" checked disabled />
      <CheckField name="notify" label="Notify members" help="Only of what they take part in" />
    </Sample>
    <Sample title="Choices">
      <ChecksField
        name="teams"
        label="Lines"
        options={[
          { value: 'bus', label: 'Bus', help: 'All depots' },
          { value: 'tram', label: 'Tram' },
        ]}
      />
      <RadiosField
        name="vote"
        label="Vote"
        options={[
          { value: 'one', label: 'One' },
          { value: 'two', label: 'Two' },
          { value: 'three', label: 'Three, disabled', disabled: true },
        ]}
      />
    </Sample>
    <Sample title="Choice with a sentence">
      <CardsField
        name="kind"
        label="Course of action"
        options={[
          { value: 'simple', label: 'Simple', help: 'One description' },
          { value: 'complex', label: 'Complex', help: 'Sections for risk, order and cost' },
        ]}
      />
    </Sample>
    <Sample title="Combobox">
      <ComboboxField name="lead" label="Assign Technical Lead" options={people} optional />
    </Sample>
  </Form>
);
