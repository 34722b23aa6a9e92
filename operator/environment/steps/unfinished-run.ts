import type { ConditionType, Step } from '#cdk8s/api/index.ts';
import { failureOf, type Unfinished } from '../runs.ts';
import type { CommandRun, Observed, Plan, PlannedCondition } from '../types.ts';
import {
  bounded,
  clockTime,
  condition,
  failing,
  progressing,
  reasonOf,
  sentence,
  stuck,
} from '../words.ts';

export interface ProgressWords {
  readonly step: Step;
  /** The condition of the step. */
  readonly type: ConditionType;
  /** Reason while it runs, e.g. `Migrating`. */
  readonly doing: string;
  /** Reason after a failure without a code of its own, e.g. `MigrationFailed`. */
  readonly failed: string;
  /** The work, e.g. `0006 → 0007`. */
  readonly what: string;
}

/** The step of a run that is not done: start it, wait for it, or back off and report why. */
export function planOf(progress: Unfinished, words: ProgressWords, { now }: Observed): Plan {
  const { step, type } = words;
  if (progress.is === 'resting') {
    const next = `Attempt ${progress.last.attempt + 1} at ${clockTime(progress.retryAt, now)}, or as soon as the cause changes.`;
    return {
      step,
      actions: [],
      conditions: failed(progress.last, words, next),
      requeueAfterSeconds: (progress.retryAt - now) / 1000,
    };
  }
  if (progress.is === 'running' && progress.run.waiting)
    return { step, actions: [], conditions: described(type, unstarted(progress.run, words)) };
  const attempt = progress.is === 'due' ? progress.attempt : progress.run.attempt;
  const actions = progress.is === 'due' ? progress.actions : [];
  if (progress.last) {
    return {
      step,
      actions,
      conditions: failed(progress.last, words, `Attempt ${attempt} is running.`),
    };
  }
  return {
    step,
    actions,
    conditions: described(type, progressing(words.doing, `${words.what} is running.`)),
  };
}

/**
 * A failure and what follows. The app's exit codes 1 and 2 mean that a retry would fail too:
 * Stalled, as defined by kstatus.
 */
function failed(last: CommandRun, words: ProgressWords, next: string): PlannedCondition[] {
  const say = lasting.includes(last.failure?.exitCode) ? stuck : failing;
  return described(
    words.type,
    say(reasonFor(last, words), `${failureMessage(last, words)} ${next}`, next),
  );
}

const lasting: readonly (number | undefined)[] = [1, 2];

const failureMessage = (last: CommandRun, { what }: ProgressWords) =>
  `${what} failed, attempt ${last.attempt}: ${sentence(bounded(failureOf(last), 700))}`;

function unstarted({ image, waiting }: CommandRun, { what }: ProgressWords): PlannedCondition[] {
  const { reason = '', message = '' } = waiting ?? {};
  const next = 'It starts when the cause is resolved.';
  return failing(
    reason,
    `${what} cannot start with image ${image}: ${sentence(bounded(message || reason, 400))} ${next}`,
    next,
  );
}

/**
 * The app's own code if there is one, such as `MigrationEdited`; never a reason with a meaning in
 * Kubernetes.
 */
const reasonFor = ({ failure }: CommandRun, { failed }: ProgressWords) =>
  failure?.code ? reasonOf(failure.code) : failed;

/** Ready, Reconciling and Stalled, and the step's own condition with the same text. */
function described(type: ConditionType, conditions: PlannedCondition[]): PlannedCondition[] {
  const [first] = conditions;
  return first
    ? [...conditions, condition(type, 'False', first.reason, first.message)]
    : conditions;
}
