import { z } from 'zod';
import { proposalFields } from '../../proposals/index.ts';
import { suggestionDescription } from '../../suggestions/index.ts';
import { fieldsQuery, id } from '../schema.ts';
import { texts } from '../texts.ts';
import { inCommittee, ofCommittee } from './lists-schema.ts';

const words = texts.members;

const submitted = {
  submitted_by_id: id().nullable(),
  submitted_by_name: z.string().nullable(),
  submitted_date: z.string(),
  status: z.string(),
  rejection_reason: z.string().nullable(),
};

/** A proposal in a list. */
export const proposalLine = z
  .object({ id: id(), ...inCommittee, title: z.string(), ...submitted })
  .meta({ id: 'ProposalLine' });

export const proposal = z
  .object({
    ...{ id: id(), title: z.string() },
    description: z.string().meta({ description: words.markdown }),
    rationale: z.string().meta({ description: words.markdown }),
    ...submitted,
    queue: z.enum(['none', 'queued', 'scheduled']).meta({ description: words.queue }),
    suggestion_id: id().nullable(),
    agenda_point_id: id().nullable(),
  })
  .meta({ id: 'Proposal' });

const { title, description, rationale } = proposalFields;
const fields = {
  title: title.meta({ minLength: 1, maxLength: 200 }),
  description: description.meta({ minLength: 1, maxLength: 5000, description: words.markdown }),
  rationale: rationale.meta({ maxLength: 2000, description: words.markdown }),
};
export const newProposal = z
  .strictObject({ ...fields, rationale: fields.rationale.optional() })
  .meta({ id: 'NewProposal' });
export const proposalChange = z
  .strictObject({
    title: fields.title.optional(),
    description: fields.description.optional(),
    rationale: fields.rationale.optional(),
  })
  .meta({ id: 'ProposalChange' });

/** A suggestion in a list. */
export const suggestionLine = z
  .object({
    ...{ id: id(), ...inCommittee },
    description: z.string().meta({ description: words.markdown }),
    ...submitted,
  })
  .meta({ id: 'SuggestionLine' });

export const suggestion = z
  .object({
    id: id(),
    description: z.string().meta({ description: words.markdown }),
    ...submitted,
    proposal_id: id().nullable(),
  })
  .meta({ id: 'Suggestion' });

export const newSuggestion = z
  .strictObject({
    description: suggestionDescription.meta({
      ...{ minLength: 1, maxLength: 2000, description: words.markdown },
    }),
  })
  .meta({ id: 'NewSuggestion' });

export const proposalQuery = z.object({ ...ofCommittee, fields: fieldsQuery(proposalLine) });
export const suggestionQuery = z.object({ ...ofCommittee, fields: fieldsQuery(suggestionLine) });
