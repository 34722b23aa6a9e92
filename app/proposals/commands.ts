import { inBody, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { initialStatus, lockItemOf, type TransitionInput, transition } from '../workflow/index.ts';
import { isEditable } from './rules.ts';
import type { ProposalInput } from './schema.ts';
import { texts } from './texts.ts';

/** The fields of a proposal. */
type Fields = Omit<ProposalInput, 'version'>;

/** A new proposal, and who submits it. */
export interface NewProposal extends Fields {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the user who submits it; `null` if they were deleted. */
  readonly submittedBy: string | null;
  readonly submittedAt: Date | null;
}

/**
 * Stores a proposal in the initial status, inside a command's transaction. Its name is generated, so
 * proposals may have equal titles (spec proposals#fields).
 */
export async function insertProposal(
  tx: Tx,
  { tor, submittedBy, submittedAt, ...fields }: NewProposal,
): Promise<EntitySnapshot> {
  const made = await insertEntity(tx, {
    type: 'proposal',
    name: uniqueName(fields.title),
    label: fields.title,
    properties: {
      ...fields,
      status: await initialStatus(tx, 'proposal'),
      submitted_by_id: submittedBy,
      submitted_date: submittedAt,
      ready_for_agenda: false,
    },
  });
  await relate(tx, [{ type: 'submitted_to', source: made.id, target: tor }]);
  return made;
}

/** Creates a proposal as a draft. Returns it. */
export const createProposal = command<Fields & { readonly tor: string }, EntitySnapshot>(
  'proposal.created',
  { may: inItsBody(inBody('proposal.create'), ({ tor }) => tor) },
  async (tx, { actor, input, now }) => {
    const made = await insertProposal(tx, { ...input, submittedBy: actor.id, submittedAt: now });
    return saved({ target: made, after: made, value: made });
  },
);

type Change = ProposalInput & { readonly tor: string; readonly id: string };

/** Changes the fields of a draft or rejected proposal (spec proposals#editing). Returns it. */
export const updateProposal = command<Change, EntitySnapshot>(
  'proposal.updated',
  { may: inItsBody(inBody('proposal.edit'), ({ tor }) => tor) },
  async (tx, { input }) => {
    const before = await lockItemOf(tx, 'proposal', input);
    if (!isEditable(before.properties['status']))
      throw refuse({ message: texts.refused.notEditable, code: 'not_editable' }, 409);
    const { title, description, rationale } = input;
    const after = await changeEntity<'proposal'>(tx, before, {
      label: title,
      properties: { title, description, rationale },
    });
    return saved({ target: after, before, after, value: after });
  },
);

/** Submits a draft, or a rejected proposal again, which clears the reason (spec proposals#moves). */
export const submitProposal = transition('proposal.submitted', {
  ...{ scope: 'proposal', to: 'submitted', may: inBody('proposal.submit') },
});

export const startReview = transition('proposal.review_started', {
  ...{ scope: 'proposal', to: 'under_review', may: inBody('proposal.review') },
});

export const approveProposal = transition('proposal.approved', {
  ...{ scope: 'proposal', to: 'approved', may: inBody('proposal.approve') },
});

/** Rejects a proposal with a reason, which is stored. */
export const rejectProposal = transition('proposal.rejected', {
  ...{ scope: 'proposal', to: 'rejected', may: inBody('proposal.approve') },
});

/** Moves a proposal to a status that an administrator added; the workflow decides who may. */
const moveFurther = transition<TransitionInput>('proposal.transition', {
  ...{ scope: 'proposal', may: inBody('proposal.view') },
});

/** The command that moves a proposal to a status. */
export function proposalMove(to: string): typeof moveFurther {
  const own: Readonly<Record<string, typeof moveFurther>> = {
    submitted: submitProposal,
    under_review: startReview,
    approved: approveProposal,
    rejected: rejectProposal,
  };
  return own[to] ?? moveFurther;
}
