import type { Seat } from '../quorum/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { TextField } from '../ui/text-field.tsx';
import { MotionMark } from './mark.tsx';
import { type Motion, motionKinds, stateOf } from './motion.ts';
import { OpenMotion } from './open-motion.tsx';
import {
  mayWithdraw,
  nextOf,
  presentIn,
  problemOfMoving,
  problemOfSeconding,
  votersIn,
} from './rules.ts';
import { mostWording } from './schema.ts';
import { texts } from './texts.ts';
import { whatIsMoved } from './words.ts';

export interface MotionsProps {
  /** Motions of the meeting, in the order in which they were moved. */
  readonly of: readonly Motion[];
  /** Address that motions are sent to. */
  readonly to: string;
  /** Id of the current item, if it is an agenda point. */
  readonly item: string | undefined;
  readonly seats: readonly Seat[];
  /** Seats with a vote that are present or represented. */
  readonly votes: number;
  readonly reader: {
    readonly id: string;
    /** Runs the live view: opens and settles motions. */
    readonly leads: boolean;
  };
  /** A form that was refused: of a motion, or of a new one. */
  readonly refused?: { readonly motion: string | undefined; readonly state: FormState } | undefined;
}

/**
 * The motions on the current item of a running meeting: the open one, those that wait, those that
 * are settled, and the form of a new one (spec motions#page).
 */
export const MotionsSection = (props: MotionsProps) => {
  const { of, item, seats, reader } = props;
  const listed = of.filter((motion) => stateOf(motion) !== 'settled' || motion.point === item);
  if (listed.length === 0 && item === undefined) return null;
  const open = listed.find((motion) => stateOf(motion) === 'open');
  const others = listed.filter((motion) => motion !== open);
  const waiting = others.filter((motion) => stateOf(motion) === 'waiting');
  const settled = others.filter((motion) => stateOf(motion) === 'settled');
  return (
    <Section id="motions" title={texts.title}>
      {listed.length === 0 && <Nothing seats={seats} />}
      {open !== undefined && <OpenMotion {...props} motion={open} acts={actsOn(open, props)} />}
      {others.length > 0 && (
        <ul class="rows moved" role="list">
          {[...waiting, ...settled].map((motion) => (
            <li key={motion.id}>
              <span class="grow">
                {whatIsMoved(motion)}
                <span class="sub small muted">{texts.by(motion.mover, motion.seconder)}</span>
              </span>
              <MotionMark of={motion} place={waiting.indexOf(motion) + 1} />
              {actsOn(motion, props)}
            </li>
          ))}
        </ul>
      )}
      {item !== undefined && votersIn(seats).has(reader.id) && <NewMotion {...props} item={item} />}
    </Section>
  );
};

/** Why there is none: nothing was moved, or nobody can yet. */
const Nothing = ({ seats }: Pick<MotionsProps, 'seats'>) => (
  <p class="small muted">{presentIn(seats).size === 0 ? texts.afterRollCall : texts.none}</p>
);

/** The actions of the reader on a motion, beside recording its result; `null`: none. */
function actsOn(motion: Motion, { of, to, seats, reader }: MotionsProps) {
  const isNext = nextOf(of)?.id === motion.id;
  const acts = [
    ...(reader.leads && isNext ? (['open'] as const) : []),
    ...(problemOfSeconding({ motion, user: reader.id, present: presentIn(seats) }) === undefined
      ? (['second'] as const)
      : []),
    ...(mayWithdraw(motion, reader.id) || (reader.leads && stateOf(motion) === 'waiting')
      ? (['withdraw'] as const)
      : []),
  ];
  if (acts.length === 0) return null;
  const at = `${to}/${motion.id}`;
  return (
    <span class="acts">
      {acts.map((act) => (
        <PostButton
          key={act}
          to={`${at}/${act === 'withdraw' ? 'close' : act}`}
          fields={act === 'withdraw' ? { result: 'withdrawn' } : {}}
          small
          kind={act === 'withdraw' ? 'quiet' : 'default'}
        >
          {texts[act]}
          <span class="vh">: {whatIsMoved(motion)}</span>
        </PostButton>
      ))}
    </span>
  );
}

/** The form of a new motion; what waits already is not offered again. */
const NewMotion = ({ of, to, item, seats, reader, refused }: MotionsProps & { item: string }) => {
  const voters = votersIn(seats);
  const kinds = motionKinds.filter(
    (kind) => problemOfMoving({ kind, user: reader.id, item, voters, motions: of }) === undefined,
  );
  if (kinds.length === 0) return null;
  const state = refused?.motion === undefined ? refused?.state : undefined;
  return (
    <Fold title={texts.move.title} id="motion-new" open={state !== undefined}>
      <Form
        id="motion"
        to={to}
        state={state ?? freshForm()}
        submit={texts.move.submit}
        label={texts.move.title}
      >
        <SelectField
          name="kind"
          label={texts.move.kind}
          empty={texts.move.choose}
          options={kinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
        />
        <TextField
          name="wording"
          label={texts.move.wording}
          help={texts.move.wordingHelp}
          most={mostWording}
          optional
        />
      </Form>
    </Fold>
  );
};
