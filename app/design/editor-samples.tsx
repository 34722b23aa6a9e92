import { MarkdownEditor } from '../markdown/index.ts';
import { SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { PeopleField } from '../ui/people-field.tsx';
import { RecurrencePicker } from '../ui/recurrence-picker.tsx';
import { RowInput, RowSelect, RowsEditor } from '../ui/rows-editor.tsx';
import { FileField, TextField } from '../ui/text-field.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';

const people = samplePeople.map(({ id, name }) => ({ value: id, label: name }));

const refused = (field: string, message: string, value: string): FormState => ({
  values: { [field]: value },
  problems: [{ field, message }],
});

export const EditorSamples = () => (
  <>
    <Sample title="Recurrence">
      <Recurrence
        id="every-two-weeks"
        state={freshForm({
          cadence: 'biweekly',
          day: 'tuesday',
          from: '2026-12-01',
          time: '10:00',
        })}
        next={[
          'Tue 1 December 2026, 10:00',
          'Tue 15 December 2026, 10:00',
          'Tue 29 December 2026, 10:00',
        ]}
      />
      <Recurrence id="ad-hoc" state={freshForm({ cadence: 'ad-hoc' })} next={[]} />
      <Recurrence
        id="without-day"
        state={refused('day', 'Choose a day for a weekly cadence.', '')}
        next={[]}
      />
    </Sample>
    <Sample title="Several people">
      <Form id="people" to="/design/done" state={chosen} guard={false} label="Sample people">
        <PeopleField name="attendees" label="Attendees" options={people} optional />
        <PeopleField name="nobody" label="Nobody yet" options={people} />
        <PeopleField name="observers" label="Not available" options={people} disabled />
      </Form>
    </Sample>
    <Sample title="Rows edited in place">
      <div class="w-full">
        <Form wide id="rows" to="/design/done" guard={false} label="Sample rows">
          <RowsEditor
            id="present"
            caption="Attendance"
            columns={['Name', 'Status']}
            rows={[...attendance, { name: '', status: 'present' }]}
            add={{ id: 'add-present', label: 'Add person' }}
            cells={({ name, status }, at) => [
              <RowInput key="n" name="name" value={name} label={`Name of row ${at}`} />,
              <RowSelect
                key="s"
                name="status"
                value={status}
                label={`Status of row ${at}`}
                options={[
                  { value: 'present', label: 'Present' },
                  { value: 'absent', label: 'Absent' },
                ]}
              />,
            ]}
          />
        </Form>
      </div>
    </Sample>
    <Sample title="Upload">
      <Form
        id="upload"
        to="/design/done"
        submit="Attach file"
        guard={false}
        label="Sample upload"
        upload={{ progress: 'Upload', cancel: 'Cancel upload' }}
      >
        <FileField name="file" label="File" help="Up to 50 MB" accept="" />
      </Form>
      <div class="w-full acts">
        <progress max={1} value={0.4} aria-label="Upload in progress" />
        <button class="btn sm" type="button">
          Cancel upload
        </button>
      </div>
      <Form
        id="refused-upload"
        to="/design/done"
        submit="Attach file"
        guard={false}
        label="Refused upload"
        state={refused('file', 'The file is larger than 50 MB. Choose a smaller one.', '')}
      >
        <FileField name="file" label="File" help="Up to 50 MB" accept="" />
      </Form>
    </Sample>
    <Sample title="Markdown editor">
      <div class="w-full">
        <Form
          wide
          id="minutes"
          to="/design/done"
          submit="Save minutes"
          guard={false}
          draft="sample"
          label="Sample minutes"
          state={freshForm({ minutes, empty: '' })}
        >
          <MarkdownEditor name="minutes" label="Minutes" help="Markdown" most={5000} rows={8} />
          <MarkdownEditor name="empty" label="Rationale" most={5000} rows={4} optional />
        </Form>
      </div>
    </Sample>
  </>
);

const chosen: FormState = {
  values: { attendees: ['2', '3'], observers: ['4'] },
  problems: [{ field: 'nobody', message: 'Choose at least one person.' }],
};

const attendance = samplePeople
  .slice(0, 2)
  .map(({ name }, at) => ({ name, status: at === 0 ? 'present' : 'absent' }));

const minutes =
  '## Timetable\n\nThe board **agrees** to:\n\n- move the change to 13 December\n- inform the depots\n';

const frequencies = [
  ['ad-hoc', 'Ad hoc'],
  ['weekly', 'Weekly'],
  ['biweekly', 'Every two weeks'],
] as const;

const Recurrence = ({
  id,
  state,
  next,
}: {
  readonly id: string;
  readonly state: FormState;
  readonly next: readonly string[];
}) => (
  <Form id={id} to="/design/done" state={state} guard={false} label={`Sample cadence, ${id}`}>
    <RecurrencePicker
      frequency={
        <SelectField
          name="cadence"
          label="Cadence"
          width="m"
          options={frequencies.map(([value, label]) => ({ value, label }))}
          {...(state.values['cadence'] === undefined ? { value: 'weekly' } : {})}
        />
      }
      day={
        <SelectField
          name="day"
          label="Day"
          width="m"
          empty="No fixed day"
          options={[{ value: 'tuesday', label: 'Tuesday' }]}
        />
      }
      from={<TextField name="from" label="First week" type="date" width="s" />}
      timeZone="Europe/Oslo"
      next={next}
    >
      <TextField name="time" label="Time" type="time" width="s" optional />
    </RecurrencePicker>
  </Form>
);
