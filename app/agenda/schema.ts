import { z } from 'zod';
import { id, several } from '../http/fields.ts';
import { isDay } from '../ontology/property.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { itemTypes, most, priorities } from './point.ts';
import { texts } from './texts.ts';

const words = texts.problem;
const length = (text: string): number => [...text].length;

/** A text of some length. Browsers send the end of a line as two characters. */
const text = (label: string, limit: number, least: 0 | 1 = 1) =>
  z
    .string({ error: words.missing(label) })
    .transform((raw) => raw.replaceAll('\r\n', '\n').trim())
    .refine((written) => least === 0 || written !== '', words.missing(label))
    .refine((written) => length(written) <= limit, words.tooLong(label, limit));

const webAddress = (raw: string): boolean => {
  if (!/^https?:\/\//i.test(raw)) return false;
  return URL.canParse(raw);
};

const whole = (raw: string): number => (/^\d{1,6}$/.test(raw) ? Number(raw) : Number.NaN);

const { fields } = texts;

/** The texts of an agenda point (spec agenda#fields). */
export const pointTexts = {
  title: text(fields.title, most.title),
  description: text(fields.description, most.text),
  presenter: text(fields.presenter, most.presenter, 0),
  pre_read_url: text(fields.preRead, most.url, 0).refine(
    (url) => url === '' || webAddress(url),
    words.url,
  ),
};

const pointFields = {
  ...pointTexts,
  item_type: z.enum(itemTypes, words.type),
  scheduled_date: z.string({ error: words.date }).trim().refine(isDay, words.date),
  time_allocation_minutes: z
    .string()
    .trim()
    .default('15')
    .transform(whole)
    .refine((minutes) => minutes >= 1 && minutes <= 480, words.minutes),
  presenter: pointTexts.presenter.default(''),
  priority: z.enum(priorities, words.priority).default('normal'),
  pre_read_url: pointTexts.pre_read_url.default(''),
};

export const pointInput = z.object({ ...pointFields, version: seenVersion.optional() });
export type PointInput = Omit<z.output<typeof pointInput>, 'version'>;

/** The fields of a course of action (spec agenda#options). */
export const optionTexts = {
  title: text(fields.title, most.title),
  description: text(fields.description, most.text),
};

/** Titles and contents of sections that a new complex course of action has. */
const sectionLists = {
  section_titles: several.optional().default([]),
  section_contents: several.optional().default([]),
};

export const newOptionInput = z
  .object({
    ...optionTexts,
    coa_type: z.enum(['simple', 'complex'], words.optionType),
    ...sectionLists,
  })
  .superRefine(({ section_titles: titles, section_contents: contents }, context) => {
    const filled = Math.max(titles.length, contents.length);
    for (let at = 0; at < filled; at += 1) {
      const [title, content] = [titles[at]?.trim() ?? '', contents[at]?.trim() ?? ''];
      if ((title === '') !== (content === ''))
        context.addIssue({
          ...{ code: 'custom', path: ['section_titles'], message: words.sectionHalf(at + 1) },
        });
      if (length(title) > most.title || length(content) > most.section)
        context.addIssue({
          ...{ code: 'custom', path: ['section_titles'], message: words.sectionLong(at + 1) },
        });
    }
  });
export type NewOptionInput = z.output<typeof newOptionInput>;

export const optionInput = z.object({ ...optionTexts, version: seenVersion.optional() });

/** A place among the sections; anything but a number counts as 0. */
const place = z
  .string()
  .optional()
  .default('0')
  .transform((raw) => (/^-?\d{1,6}$/.test(raw.trim()) ? Number(raw) : 0));

/** The texts of a section (spec agenda#sections). */
export const sectionTexts = {
  title: text(fields.sectionTitle, most.title),
  content: text(fields.sectionContent, most.section),
};

export const sectionInput = z.object({
  section_title: sectionTexts.title,
  section_content: sectionTexts.content,
  section_order: place,
  parent_section_id: z
    .string()
    .optional()
    .transform((raw) => (raw === '' ? undefined : raw))
    .refine((raw) => raw === undefined || id.safeParse(raw).success, words.parent),
});
export type SectionInput = z.output<typeof sectionInput>;

export const opinionCommentary = text(fields.commentary, most.text, 0);

/** An opinion (spec agenda#opinions). */
export const opinionInput = z.object({
  preferred_coa_id: z.string({ error: words.option }).refine((raw) => id.safeParse(raw).success, {
    error: words.option,
  }),
  commentary: opinionCommentary.default(''),
});

export const moveInput = z.object({
  to_status: z.string({ error: words.status }).trim(),
  outcome_summary: text(fields.outcome, most.text, 0).default(''),
});

export const noInput = z.object({});
