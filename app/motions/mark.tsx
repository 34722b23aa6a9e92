import { State, type StateProps } from '../ui/word.tsx';
import { type Motion, type MotionResult, stateOf } from './motion.ts';
import { texts } from './texts.ts';

const looks = {
  carried: { is: 'done', tone: 'good' },
  rejected: { is: 'ended' },
  withdrawn: { is: 'ended' },
  lapsed: { is: 'ended' },
} as const satisfies Record<MotionResult, Pick<StateProps, 'is' | 'tone'>>;

interface MotionMarkProps {
  readonly of: Motion;
  /** Place among those that wait. */
  readonly place: number;
}

/** Where a motion stands, with the votes that settled it. */
export const MotionMark = ({ of, place }: MotionMarkProps) => {
  const { result, hands } = of;
  if (result === null)
    return stateOf(of) === 'open' ? (
      <State is="working" tone="going">
        {texts.state.open}
      </State>
    ) : (
      <State is="waiting">{texts.state.waiting(place)}</State>
    );
  const isVoted = result === 'carried' || result === 'rejected';
  return (
    <span>
      <State {...looks[result]}>{texts.state[result]}</State>
      {isVoted && (
        <span class="sub small muted">
          {hands === null ? texts.how.consent : texts.how.hands(hands)}
        </span>
      )}
    </span>
  );
};
