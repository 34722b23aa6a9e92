import type { Texts } from '../../ui/texts.ts';
import { counted } from '../../ui/words.ts';

export const texts = {
  title: 'Where does an item or committee escalate to?',
  about: 'The committees that take over next, and who approves there.',
  start: {
    title: 'Choose a committee',
    advice:
      'You see which committees take over from it, step by step, and who approves there. Then you can choose one of its open items.',
  },
  fields: { item: 'Item', none: 'No item' },
  missing: 'This committee is archived, or this item has ended or is not visible to you.',
  ends: (committee: string) => `${committee} escalates to no other committee.`,
  summary: (committee: string, others: readonly string[]) =>
    `${committee} escalates to ${others.join(', then ')}.`,
  item: (item: string, step: string, summary: string) =>
    `${item} is at the step “${step}”. ${summary}`,
  picture: (committees: number) => counted(committees, 'committee'),
  path: {
    title: 'Escalation path',
    empty: 'Nothing',
    steps: 'Steps',
    committee: 'Committee',
    approves: 'Approves proposals',
    records: 'Records decisions',
    calls: 'Calls meetings',
    nobody: 'Nobody',
  },
  movers: {
    title: 'Who can move the item on',
    empty: 'Nobody here has a capability that its next steps need.',
    person: 'Person',
    position: 'Position',
    needs: 'Capability',
  },
} as const satisfies Texts;
