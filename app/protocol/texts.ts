import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

export const texts = {
  title: 'Meeting protocol',
  one: 'step',
  empty: 'The steps that every meeting goes through, in their order.',
  deletion: 'The steps after it move up by one place.',
  label: 'Step',
  type: 'Type',
  types: { procedural: 'Procedural', agenda_slot: 'Agenda slot', fixed: 'Fixed' },
  minutes: 'Minutes',
  description: 'Description',
  required: 'Required',
  responsible: 'Responsible',
  add: 'New step',
  sum: (steps: number, minutes: number) => `${counted(steps, 'step')}, ${minutes} min`,
} as const satisfies Texts;
