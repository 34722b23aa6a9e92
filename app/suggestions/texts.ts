import type { Texts } from '../ui/texts.ts';
import { number } from '../ui/words.ts';

export const texts = {
  title: 'Suggestions',
  one: 'Suggestion',
  newSuggestion: 'New suggestion',
  fields: {
    description: 'Suggestion',
    help: (most: number) =>
      `What should change, and why. The first sentence is its title. Markdown, up to ${number(most)} characters.`,
  },
  form: { title: 'New suggestion', submit: 'Submit suggestion' },
  detail: {
    facts: 'About this suggestion',
    from: 'From',
    date: 'Date',
    status: 'Status',
    proposal: 'Proposal',
    unknownUser: 'Unknown user',
    progress: 'Progress',
    next: 'Next steps',
    began: (name: string) => `${name} submitted the suggestion.`,
  },
  reasonTitle: 'Reason for the rejection',
  created: 'Suggestion submitted.',
  accepted: 'Suggestion accepted. A proposal was created as a draft.',
  rejected: 'Suggestion rejected.',
  moved: 'Status of the suggestion changed.',
  /** Rationale of the proposal that an accepted suggestion becomes. */
  rationale: 'Created from an accepted suggestion. Replace this text with the reasons.',
  refused: {
    reason: 'Enter a reason for the rejection. Nothing was changed.',
  },
} as const satisfies Texts;
