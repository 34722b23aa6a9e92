import { Fold } from '../../ui/accordion.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-field.tsx';
import { Form } from '../../ui/form.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import type { Waiting } from '../entry.ts';
import { texts } from '../texts.ts';

const words = texts.agenda;

/** Adds an agenda point of the committee that is on no other agenda. */
export const AddPoints = ({
  address,
  waiting,
}: {
  address: string;
  waiting: readonly Waiting[];
}) => (
  <Form wide id="assign" to={`${address}/assign`} label={words.waiting.title} guard={false}>
    {waiting.length === 0 ? (
      <p class="small muted">{words.waiting.none}</p>
    ) : (
      <div class="acts meeting-add">
        <select class="input w-m" name="agenda_point_id" aria-label={words.waiting.label} required>
          <option value="">{words.waiting.choose}</option>
          <Options
            of={waiting.filter(({ isCarried }) => isCarried)}
            label={words.waiting.carried}
          />
          <Options of={waiting.filter(({ isCarried }) => !isCarried)} label={words.waiting.title} />
        </select>
        <Button type="submit">{words.waiting.add}</Button>
      </div>
    )}
  </Form>
);

const Options = ({ of, label }: { of: readonly Waiting[]; label: string }) =>
  of.length === 0 ? null : (
    <optgroup label={label}>
      {of.map(({ id, title, minutes }) => (
        <option key={id} value={id}>
          {words.waiting.option(title, minutes)}
        </option>
      ))}
    </optgroup>
  );

/** Adds a section or a break at the end. */
export const AddEntry = ({ address }: { address: string }) => (
  <Fold title={words.entry.add}>
    <Form id="entry" to={`${address}/entries`} label={words.entry.add} submit={words.entry.submit}>
      <SelectField
        name="kind"
        label={words.entry.kind}
        width="s"
        options={[
          { value: 'section', label: words.section },
          { value: 'break', label: words.break },
        ]}
      />
      <TextField name="title" label={words.entry.title} width="m" most={200} />
      <NumberField
        name="minutes"
        label={words.entry.minutes}
        help={words.entry.minutesHelp}
        min={1}
        max={480}
        optional
      />
    </Form>
  </Fold>
);
