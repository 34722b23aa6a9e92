import type { Texts } from '../ui/texts.ts';

export const texts = {
  template: {
    title: 'Presentation templates',
    one: 'template',
    empty: 'A template lists the slides that presentations to this committee need.',
    deletion: 'Its slides are deleted, too.',
    label: 'Name',
    description: 'Description',
  },
  slide: {
    title: 'Slides',
    one: 'slide',
    empty: 'Add the slides in the order in which they are presented.',
    deletion: 'The slides after it move up by one place.',
    label: 'Title',
    content: 'Required content',
    notes: 'Notes',
  },
} as const satisfies Texts;
