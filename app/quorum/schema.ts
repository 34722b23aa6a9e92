import { z } from 'zod';
import { flag } from '../http/fields.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { quorumAnswers, quorumKinds } from './quorum.ts';
import { texts } from './texts.ts';

const words = texts.problem;

/** How a committee comes to decisions (spec ballots#choice). */
export const waysToDecide = ['record', 'ballot'] as const;
export type WayToDecide = (typeof waysToDecide)[number];

const whole = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN);

/** The form of how a committee decides (spec quorum#rule). */
export const decidingInput = z
  .object({
    kind: z.enum(quorumKinds, words.kind),
    least: z.string().trim().default('').transform(whole),
    needs_mandatory: flag,
    counts_substitutes: flag,
    without: z.enum(quorumAnswers, words.without).default('refuse'),
    decides_by: z.enum(waysToDecide, words.decidesBy).default('record'),
    proxies: z
      .string()
      .trim()
      .default('1')
      .transform(whole)
      .refine((count) => count >= 0 && count <= 9, words.proxies),
    version: seenVersion.optional(),
  })
  .superRefine(({ kind, least }, context) => {
    const most = kind === 'share' ? 100 : 999;
    if ((kind !== 'share' && kind !== 'count') || (least >= 1 && least <= most)) return;
    context.addIssue({ code: 'custom', path: ['least'], message: words[kind] });
  });
export type DecidingInput = z.output<typeof decidingInput>;
