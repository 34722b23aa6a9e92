import { z } from 'zod';
import { commentBody } from '../comments/index.ts';
import { proposalFields } from '../proposals/index.ts';
import { suggestionDescription } from '../suggestions/index.ts';
import { fieldsQuery, id, moment, pageQuery } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

const submitted = {
  submitted_by_id: id().nullable(),
  submitted_by_name: z.string().nullable(),
  submitted_date: z.string(),
  status: z.string(),
  rejection_reason: z.string().nullable(),
};
const inCommittee = { tor_id: id().nullable(), tor_name: z.string().nullable() };

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

/** The moves out of an item's status. */
export const moves = z
  .object({
    status: z.string(),
    moves: z.array(
      z.object({
        to: z.string(),
        label: z.string(),
        is_allowed: z.boolean(),
        needs_reason: z.boolean(),
        lacks: z.enum(['permission', 'condition']).nullable().meta({ description: words.lacks }),
      }),
    ),
  })
  .meta({ id: 'Moves' });

export const newMove = z
  .strictObject({
    to: z.string().min(1).max(63).meta({ description: words.moveTo }),
    reason: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'NewMove' });

export const comment = z
  .object({
    id: id(),
    body: z.string().meta({ description: words.commentBody }),
    author_id: id().nullable(),
    author_name: z.string().nullable(),
    reply_to: id().nullable().meta({ description: words.replyTo }),
    created_at: moment(),
    edited_at: moment().nullable(),
    withdrawn_at: moment().nullable(),
    mentions: z.array(z.object({ user_id: id(), user_name: z.string() })),
  })
  .meta({ id: 'Comment' });

export const comments = z
  .object({
    items: z.array(comment),
    total: z.int(),
    is_closed: z.boolean().meta({ description: words.closed }),
  })
  .meta({ id: 'Comments' });

const body = commentBody.meta({ minLength: 1, maxLength: 5000, description: words.markdown });
export const newComment = z
  .strictObject({ body, reply_to: id().optional() })
  .meta({ id: 'NewComment' });
export const commentChange = z.strictObject({ body }).meta({ id: 'CommentChange' });

const listed = {
  ...pageQuery,
  status: z.string().max(63).optional(),
  tor_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
};
export const proposalQuery = z.object({ ...listed, fields: fieldsQuery(proposalLine) });
export const suggestionQuery = z.object({ ...listed, fields: fieldsQuery(suggestionLine) });
