import { inBody, inItsBody } from '../authority/index.ts';
import { readProperties } from '../entity-properties.ts';
import { command } from '../ontology/command.ts';
import { insertEntity, uniqueName } from '../ontology/entities.ts';
import { beginningOf } from '../ontology/labels.ts';
import { saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { insertProposal } from '../proposals/index.ts';
import { initialStatus, type TransitionInput, transition } from '../workflow/index.ts';
import { texts } from './texts.ts';

interface NewSuggestion {
  /** Id of the committee. */
  readonly tor: string;
  readonly description: string;
}

/**
 * Submits a suggestion to a committee. Its name is generated, so any number may arrive on one day
 * (spec suggestions#fields). Returns it.
 */
export const createSuggestion = command<NewSuggestion, EntitySnapshot>(
  'suggestion.created',
  { may: inItsBody(inBody('suggestion.create'), ({ tor }) => tor) },
  async (tx, { actor, input: { tor, description }, now }) => {
    const label = beginningOf(description, 50);
    const made = await insertEntity(tx, {
      type: 'suggestion',
      name: uniqueName(label),
      label,
      properties: {
        description,
        status: await initialStatus(tx, 'suggestion'),
        submitted_by_id: actor.id,
        submitted_date: now,
      },
    });
    await relate(tx, [{ type: 'suggested_to', source: made.id, target: tor }]);
    return saved({ target: made, after: made, value: made });
  },
);

/** Characters of a suggestion that become the title of its proposal. */
const mostTitle = 100;

/**
 * Accepts a suggestion. In the same transaction it becomes a proposal: a draft with its text,
 * submitter and date (spec suggestions#acceptance).
 */
export const acceptSuggestion = transition('suggestion.accepted', {
  ...{ scope: 'suggestion', to: 'accepted', may: inBody('suggestion.review') },
  effect: async (tx, { after: { id, properties }, committee }) => {
    const { description, submitted_by_id, submitted_date } = readProperties(
      'suggestion',
      properties,
    );
    const proposal = await insertProposal(tx, {
      tor: committee,
      title: beginningOf(description, mostTitle),
      description,
      rationale: texts.rationale,
      submittedBy: submitted_by_id,
      submittedAt: submitted_date,
    });
    await relate(tx, [{ type: 'spawns_proposal', source: id, target: proposal.id }]);
    return [{ action: 'proposal.created', target: proposal, after: proposal }];
  },
});

/** Rejects a suggestion with a reason, which is stored. */
export const rejectSuggestion = transition('suggestion.rejected', {
  ...{ scope: 'suggestion', to: 'rejected', may: inBody('suggestion.review') },
});

/** Moves a suggestion to a status that an administrator added; the workflow decides who may. */
const moveFurther = transition<TransitionInput>('suggestion.transition', {
  ...{ scope: 'suggestion', may: inBody('suggestion.view') },
});

/** The command that moves a suggestion to a status; what belongs to the move happens with it. */
export function suggestionMove(to: string): typeof moveFurther {
  const own: Readonly<Record<string, typeof moveFurther>> = {
    accepted: acceptSuggestion,
    rejected: rejectSuggestion,
  };
  return own[to] ?? moveFurther;
}
