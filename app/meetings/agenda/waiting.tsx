import { Fold } from '../../ui/accordion.tsx';
import { Check, SelectField } from '../../ui/choice-field.tsx';
import { Form } from '../../ui/form.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import type { Waiting } from '../entry.ts';
import { texts } from '../texts.ts';

const words = texts.agenda;

/** Adds agenda points of the committee that are on no other agenda, several at once. */
export const AddPoints = ({
  address,
  waiting,
}: {
  address: string;
  waiting: readonly Waiting[];
}) => (
  <Fold
    id="waiting"
    title={words.waiting.title}
    end={waiting.length > 0 ? words.waiting.count(waiting.length) : undefined}
  >
    {waiting.length === 0 ? (
      <p class="small muted">{words.waiting.none}</p>
    ) : (
      <Form id="assign" to={`${address}/assign`} submit={words.waiting.add} guard={false}>
        <fieldset class="field">
          <legend class="vh">{words.waiting.title}</legend>
          <div class="meeting-waiting">
            {waiting.map((point) => (
              <Check
                key={point.id}
                name="agenda_point_id"
                value={point.id}
                label={point.title}
                {...factsOf(point)}
              />
            ))}
          </div>
        </fieldset>
      </Form>
    )}
  </Fold>
);

/** Whether the last meeting left it open, whether it is a decision, and how long it takes. */
function factsOf({ isCarried, itemType, minutes }: Waiting): { readonly help?: string } {
  const facts = [
    isCarried ? words.waiting.carried : '',
    itemType === 'decision' ? words.decision : '',
    minutes === null ? '' : words.unit(minutes),
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? {} : { help: words.waiting.facts(facts) };
}

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
