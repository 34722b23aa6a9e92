import type { Command } from '../environment/types.ts';

/** The steps of `npm start`, in order; the same gates the operator has in a cluster. */
export const stepNames = [
  'configuration',
  'database',
  'plan',
  'migrate',
  'seed',
  'resync',
  'serve',
] as const;

export type StepName = (typeof stepNames)[number];

/**
 * The step that a command is of. `npm start` keeps no backups, so that one has no line of its own.
 */
export const stepOfCommand = (command: Command): StepName =>
  command === 'backup' ? 'plan' : command;

/** `skipped` is for what does not apply here (no graph), not for what was already done. */
export type Outcome = 'done' | 'skipped' | 'failed';

export interface Step {
  readonly name: StepName;
  readonly state: 'pending' | 'running' | Outcome;
  /** What it works on, or what came of it. */
  readonly text: string;
  /** Moment it began, milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly milliseconds?: number;
}

/** The list of steps as it stands at one moment. */
export type StepList = readonly Step[];

export const noSteps: StepList = stepNames.map((name) => ({ name, state: 'pending', text: '' }));

/** Marks a step as running since `now`; one that already runs keeps its beginning. */
export function begin(steps: StepList, name: StepName, text: string, now: number): StepList {
  return change(steps, name, (step) => ({
    ...step,
    state: 'running',
    text,
    startedAt: step.startedAt ?? now,
  }));
}

/** Marks a step as over, with what came of it. A step that never began took no time. */
export function finish(
  steps: StepList,
  name: StepName,
  state: Outcome,
  text: string,
  now: number,
): StepList {
  return change(steps, name, (step) => ({
    ...step,
    state,
    text,
    milliseconds: now - (step.startedAt ?? now),
  }));
}

function change(steps: StepList, name: StepName, to: (step: Step) => Step): StepList {
  return steps.map((step) => (step.name === name ? to(step) : step));
}
