import type { ConditionType, Step } from '#cdk8s/api/index.ts';
import { failureOf, type Unsettled } from '../runs.ts';
import type { CommandRun, Observed, Plan, PlannedCondition } from '../types.ts';
import { bounded, clockTime, condition, failing, progressing, reasonOf, sentence, stuck } from '../words.ts';

export interface PursuitWords {
  readonly step: Step;
  /** The condition of the step. */
  readonly type: ConditionType;
  /** Reason while it runs, e.g. `Migrating`. */
  readonly doing: string;
  /** Reason after a failure without a code of its own, e.g. `MigrationFailed`. */
  readonly failed: string;
  /** What is done, e.g. `0006 → 0007`. */
  readonly what: string;
}

/** The step that a run which is not done yet makes: begin it, wait for it, or rest and say why. */
export function planOf(pursuit: Unsettled, words: PursuitWords, { now }: Observed): Plan {
  const { step, type } = words;
  if (pursuit.is === 'resting') {
    const next = `Attempt ${pursuit.last.attempt + 1} at ${clockTime(pursuit.retryAt, now)}, or at once when its cause is changed.`;
    return { step, actions: [], conditions: failed(pursuit.last, words, next), requeueAfterSeconds: (pursuit.retryAt - now) / 1000 };
  }
  if (pursuit.is === 'running' && pursuit.run.waiting)
    return { step, actions: [], conditions: described(type, unstarted(pursuit.run, words)) };
  const attempt = pursuit.is === 'due' ? pursuit.attempt : pursuit.run.attempt;
  const actions = pursuit.is === 'due' ? pursuit.actions : [];
  if (pursuit.last) {
    return { step, actions, conditions: failed(pursuit.last, words, `Attempt ${attempt} is running.`) };
  }
  return { step, actions, conditions: described(type, progressing(words.doing, `${words.what} is running.`)) };
}

/** A failure with what comes next. The app's exit codes 1 and 2 mean that the same again ends the same: Stalled, as kstatus has it. */
function failed(last: CommandRun, words: PursuitWords, next: string): PlannedCondition[] {
  const say = lasting.includes(last.failure?.exitCode) ? stuck : failing;
  return described(words.type, say(reasonFor(last, words), `${told(last, words)} ${next}`, next));
}

const lasting: readonly (number | undefined)[] = [1, 2];

const told = (last: CommandRun, { what }: PursuitWords) =>
  `${what} failed, attempt ${last.attempt}: ${sentence(bounded(failureOf(last), 700))}`;

function unstarted({ image, waiting }: CommandRun, { what }: PursuitWords): PlannedCondition[] {
  const { reason = '', message = '' } = waiting ?? {};
  const next = 'It begins by itself as soon as the cause is gone.';
  return failing(reason, `${what} cannot begin with image ${image}: ${sentence(bounded(message || reason, 400))} ${next}`, next);
}

/** The app's own code where it gave one, such as `MigrationEdited`; never a Kubernetes word in disguise. */
const reasonFor = ({ failure }: CommandRun, { failed }: PursuitWords) => (failure?.code ? reasonOf(failure.code) : failed);

/** Ready and its two companions, and the step's own condition with the same words. */
function described(type: ConditionType, conditions: PlannedCondition[]): PlannedCondition[] {
  const [first] = conditions;
  return first ? [...conditions, condition(type, 'False', first.reason, first.message)] : conditions;
}
