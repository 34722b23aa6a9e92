import { z } from 'zod';
import { area, back, line } from '../http/fields.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { most } from './proposal.ts';
import { texts } from './texts.ts';

const { fields } = texts;

/** The fields of a proposal (spec proposals#fields). */
export const proposalFields = {
  title: line(fields.title, { most: most.title }),
  description: area(fields.description, { most: most.description }),
  rationale: area(fields.rationale, { most: most.rationale, least: 0 }),
};

export const proposalInput = z.object({ ...proposalFields, version: seenVersion.optional() });
export type ProposalInput = z.output<typeof proposalInput>;

/** A button: where it was pressed. */
export const buttonInput = z.object({ back });

/** A rejection; the command asks for the reason, so that an empty one is a message on the page. */
export const rejectionInput = z.object({
  rejection_reason: z.string().trim().max(2000).default(''),
  back,
});

/** A move to a status that has no address of its own. */
export const moveInput = z.object({
  to: z.string().max(63).default(''),
  rejection_reason: z.string().trim().max(2000).default(''),
  back,
});

export const talkQuery = z.object({
  before: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional()
    .catch(undefined),
});
