import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

export const texts = {
  title: 'Adopted versions',
  lead: 'Terms of Reference as decisions adopted them. They never change.',
  adopt: 'Adopt current text',
  none: 'No adopted version yet',
  noneMore: 'Adopt the current text when a decision has approved it.',
  columns: {
    version: 'Version',
    adoptedOn: 'In force from',
    decision: 'Decision',
    adoptedBy: 'Recorded by',
    actions: 'Actions',
  },
  name: (number: number) => `Version ${number}`,
  inForce: 'In force',
  compare: (number: number) => `Compare version ${number} with the current text`,
  draft: (fields: number, number: number) =>
    `The current text is a draft: ${counted(fields, 'field')} changed since version ${number}.`,
  current: 'The current text is the adopted one.',
  byDay: 'Text of a day',
  show: 'Show text',
  noText: (day: string) => `No version was in force on ${day}.`,
  facts: {
    title: 'Adoption',
    adoptedOn: 'In force from',
    decision: 'Decision',
    adoptedBy: 'Recorded by',
  },
  text: 'Text',
  print: 'This text never changes. Print it, or save it as a file.',
  pdf: 'PDF',
  markdown: 'Markdown',
  exported: {
    title: (committee: string, number: number) =>
      `${committee}: Terms of Reference, version ${number}`,
  },
  compareWith: 'Compare with the current text',
  comparison: (number: number) => `Changes since version ${number}`,
  form: {
    title: 'Adopt the current text',
    lead: (number: number) => `It becomes version ${number} and can never be changed or deleted.`,
    adoptedOn: 'Adopted on',
    decision: 'Decision',
    decisionHelp: 'The decision that adopted it, such as its number and meeting.',
    submit: (number: number) => `Adopt version ${number}`,
    changes: 'What changed',
  },
  adopted: (number: number) => `Version ${number} adopted.`,
  exchange: {
    differs: (number: number) => `The stored committee has another version ${number}.`,
  },
  refusal: {
    day: 'Enter the day of the decision, such as 2026-03-24.',
    future: 'The day of the decision is in the future.',
    early: (number: number, day: string) =>
      `Version ${number} was adopted on ${day}. Enter that day or a later one.`,
    same: (number: number) => `The text has not changed since version ${number}.`,
  },
} as const satisfies Texts;
