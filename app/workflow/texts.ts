import type { Texts } from '../ui/texts.ts';

export const texts = {
  refused: {
    no_transition: (from: string, to: string) =>
      to === ''
        ? `No status was named. The current status is “${from}”.`
        : `“${from}” can’t change to “${to}”.`,
    permission: (from: string, to: string) =>
      `You don’t have the permission to change “${from}” to “${to}”.`,
    condition: (from: string, to: string) =>
      `This item can’t change from “${from}” to “${to}”, because it does not meet the condition.`,
    outcome: (label: string) => `Enter a reason. “${label}” requires one.`,
  },
  moves: {
    heading: 'Next steps',
    none: 'No further steps',
    needs: (label: string, permission: string) => `${label} needs ${permission}.`,
    needsHere: (label: string, names: string) => `${label} is up to ${names}.`,
    nobody: (label: string) => `Nobody in this committee can do this now: ${label}.`,
    condition: (label: string, condition: string) =>
      `${label} is only for items with ${condition}.`,
    outcome: 'Reason',
    withOutcome: (label: string) => `${label}…`,
  },
  steps: {
    label: 'Status',
    by: (name: string) => name,
  },
  version: (version: number) => `Workflow version ${version}`,
  exchange: {
    version: (scope: string, number: number) =>
      `The stored workflow ${scope} has another version ${number}.`,
    noVersion: (scope: string, number: number) =>
      `Version ${number} of the workflow ${scope} is missing or another one.`,
    move: (number: number) => `The stored item has another move ${number}.`,
  },
} as const satisfies Texts;
