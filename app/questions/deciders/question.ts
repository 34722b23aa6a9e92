import { z } from 'zod';
import { answersTo, seatsRead } from '../../relation-reads/index.ts';
import type { Question } from '../question.ts';
import { optionalDay } from '../schema.ts';
import { deciderFields } from './fields.tsx';
import { readRows } from './queries.ts';
import { matrixTable, termTable } from './tables.tsx';
import { texts } from './texts.ts';

const fields = z.object({
  day: optionalDay,
  words: z.string().trim().max(100).catch('').default(''),
});

/** Who decides what on a day: people by committee and capability (spec questions#deciders). */
export const deciders: Question<typeof fields> = {
  slug: 'deciders',
  title: texts.title,
  about: texts.about,
  hasPicture: false,
  fields,
  answer: async (stores, asker, { day: asked, words }) => {
    const { isCurrent, today, committees, total } = await readRows(stores, asker, words);
    const day = asked ?? today;
    const { source, rows } = await answersTo(stores, isCurrent, {
      seats: seatsRead({ day, committees: committees.map(({ id }) => id) }),
    });
    const seats = Map.groupBy(rows.seats, ({ committeeId }) => committeeId);
    return {
      source,
      fields: deciderFields(day, words),
      hint: total > committees.length ? texts.cut(committees.length, total) : undefined,
      tables: [
        matrixTable(committees.map((each) => ({ ...each, seats: seats.get(each.id) ?? [] }))),
        termTable(rows.seats),
      ],
    };
  },
};
