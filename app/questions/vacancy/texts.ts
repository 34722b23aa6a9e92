import type { Texts } from '../../ui/texts.ts';
import { counted, number } from '../../ui/words.ts';

export const texts = {
  title: 'What breaks if a position or committee is vacant?',
  about: 'What nobody else can do, who leaves, what waits, and which committees depend on it.',
  hint: 'Choose a committee, then one of its positions. Below are the mandatory positions that are vacant today.',
  fields: { position: 'Position', all: 'The whole committee' },
  missing: 'This position does not exist in an active committee.',
  summary: (subject: string, lost: number, stuck: number, downstream: number) =>
    `Without ${subject}, ${lost === 0 ? 'others keep every capability' : `nobody has ${counted(lost, 'capability', 'capabilities')}`}, ${counted(stuck, 'item')} can't move on, and ${counted(downstream, 'committee')} downstream ${downstream === 1 ? 'is' : 'are'} affected.`,
  of: (position: string, committee: string) => `${position} of ${committee}`,
  picture: (committees: number) => `${counted(committees, 'committee')} downstream`,
  capabilities: {
    title: 'Capabilities',
    empty: 'It has no capabilities.',
    capability: 'Capability',
    others: 'Who else has it',
    nobody: 'Nobody',
  },
  people: {
    title: 'People who fill it',
    empty: 'Nobody fills it today.',
    person: 'Person',
    position: 'Position',
    elsewhere: 'Other positions',
    none: 'None',
  },
  items: {
    title: "Items that can't move on",
    empty: 'No item waits for it alone.',
    item: 'Item',
    step: 'Step',
    since: 'Waiting since',
    needs: 'Needs',
  },
  downstream: {
    title: 'Committees downstream',
    empty: 'No committee depends on it.',
    committee: 'Committee',
    steps: 'Steps',
    blocking: 'Blocking',
    waits: 'Waits for it',
    no: 'No',
  },
  meetings: {
    title: 'Meetings without a chair or secretary',
    empty: 'No meeting to come lacks a chair or secretary.',
    meeting: 'Meeting',
    date: 'Date',
    chair: 'Chair',
    secretary: 'Secretary',
    open: 'Not named',
    leaves: (name: string) => `${name} leaves`,
  },
  affected: {
    title: 'People affected',
    empty: 'Nobody fills a position in it or downstream.',
    person: 'Person',
  },
  vacant: {
    title: 'Vacant today',
    empty: 'Every mandatory position is filled.',
    position: 'Position',
    committee: 'Committee',
  },
  steps: (count: number) => number(count),
} as const satisfies Texts;
