import type { Motion } from './motion.ts';
import { texts } from './texts.ts';

type Moved = Pick<Motion, 'kind' | 'wording'>;

/** A motion in a few words: the kind with its wording; of another motion the wording. */
export function whatIsMoved({ kind, wording }: Moved): string {
  if (wording === '') return texts.kinds[kind];
  return kind === 'other' ? wording : texts.exactly(texts.kinds[kind], wording);
}

/** A motion as minutes record it. */
export type MinutedMotion = Moved & Pick<Motion, 'mover' | 'seconder' | 'result' | 'hands'>;

/**
 * A motion with mover, seconder and result, in one line (spec minutes#generation).
 * @param escaped how what users wrote is written into the text
 */
export function motionLine(motion: MinutedMotion, escaped: (text: string) => string): string {
  const { mover, seconder } = motion;
  const by = texts.minutes.by(escaped(mover), seconder === null ? null : escaped(seconder));
  const what = texts.minutes.motion(escaped(whatIsMoved(motion)));
  return `${what} ${by}: ${endOf(motion)}`;
}

/** How a motion ended: "carried by consent". */
function endOf({ result, hands }: Pick<MinutedMotion, 'result' | 'hands'>): string {
  if (result === null) return texts.minutes.open;
  if (result === 'withdrawn' || result === 'lapsed') return texts.minutes.ended(result);
  return hands === null ? texts.minutes.consent(result) : texts.minutes.hands(result, hands);
}
