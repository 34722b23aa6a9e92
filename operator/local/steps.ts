import type { Command } from '../environment/types.ts';

/** The steps of `npm start`, in order; the operator has the same gates in a cluster. */
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

/** The step of a command. `npm start` makes no backups, so that command has no line of its own. */
export const stepOfCommand = (command: Command): StepName =>
  command === 'backup' ? 'plan' : command;

/** `skipped` means not applicable here (no graph), not already done. */
export type Outcome = 'done' | 'skipped' | 'failed';

export interface Step {
  readonly name: StepName;
  readonly state: 'pending' | 'running' | Outcome;
  /** Its subject, or its result. */
  readonly text: string;
  /** When it started, milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly milliseconds?: number;
}

/** The list of steps at one moment. */
export type StepList = readonly Step[];

export const noSteps: StepList = stepNames.map((name) => ({ name, state: 'pending', text: '' }));

/** Marks a step as running since `now`; a running one keeps its start. */
export function begin(steps: StepList, name: StepName, text: string, now: number): StepList {
  return change(steps, name, (step) => ({
    ...step,
    state: 'running',
    text,
    startedAt: step.startedAt ?? now,
  }));
}

/** Marks a step as finished, with its result. A step that never started has no duration. */
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
