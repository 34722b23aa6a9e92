import type { ComponentChildren } from 'preact';
import { RadiosField } from '../ui/choice-field.tsx';
import { FieldGroup } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { NumberField } from '../ui/text-field.tsx';
import { State } from '../ui/word.tsx';
import { type Motion, motionResults } from './motion.ts';
import type { MotionsProps } from './section.tsx';
import { texts } from './texts.ts';
import { whatIsMoved } from './words.ts';

const words = texts.close;

type OpenMotionProps = Pick<MotionsProps, 'to' | 'votes' | 'reader' | 'refused'> & {
  readonly motion: Motion;
  readonly acts: ComponentChildren;
};

/** The motion that the meeting settles now; those who lead record its result. */
export const OpenMotion = ({ motion, to, votes, reader, refused, acts }: OpenMotionProps) => {
  const what = whatIsMoved(motion);
  const count = { min: 0, max: votes, required: false } as const;
  const state = refused?.motion === motion.id ? refused.state : freshForm();
  return (
    <div class="now motion">
      <div class="acts">
        <span class="grow">
          <strong>{what}</strong>
          <span class="sub small muted">{texts.by(motion.mover, motion.seconder)}</span>
        </span>
        <State is="working" tone="going">
          {texts.state.open}
        </State>
        {acts}
      </div>
      {reader.leads && (
        <Form
          wide
          id={`motion-${motion.id}`}
          to={`${to}/${motion.id}/close`}
          state={state}
          submit={words.submit}
          label={words.label(what)}
        >
          <RadiosField
            name="result"
            label={words.result}
            options={motionResults.map((value) => ({ value, label: words[value] }))}
          />
          <FieldGroup name="votes" label={words.hands} help={words.help(votes)} optional>
            <div class="hands">
              <NumberField {...count} name="votes_for" label={words.for} />
              <NumberField {...count} name="votes_against" label={words.against} />
              <NumberField {...count} name="votes_abstained" label={words.abstained} />
            </div>
          </FieldGroup>
        </Form>
      )}
    </div>
  );
};
