import { z } from 'zod';
import { answersTo, permissionsRead, seatsRead } from '../../relation-reads/index.ts';
import type { Question } from '../question.ts';
import { wholeNumber } from '../schema.ts';
import { readToday } from '../today-queries.ts';
import { crowdedPeople } from './rules.ts';
import { crowdedFields, crowdedTable } from './table.tsx';
import { texts } from './texts.ts';

const fields = z.object({ more_than: wholeNumber(5, 1, 100) });

/** The most bars of a picture. */
const mostBars = 20;

/** People over too many positions (spec questions#crowded). */
export const crowded: Question<typeof fields> = {
  slug: 'positions',
  title: texts.title,
  about: texts.about,
  hasPicture: true,
  fields,
  answer: async (stores, asker, { more_than: limit }) => {
    const { isCurrent, today } = await readToday(stores, asker);
    const { source, rows } = await answersTo(stores, isCurrent, {
      seats: seatsRead({ day: today, moreThan: limit }),
      permissions: permissionsRead({ moreThan: limit }),
    });
    const people = crowdedPeople(rows.seats, rows.permissions, limit);
    return {
      source,
      fields: crowdedFields(limit),
      summary: texts.summary(people.length, limit),
      picture:
        people.length === 0
          ? undefined
          : {
              kind: 'bars',
              bars: people.slice(0, mostBars).map(({ user, seats }) => ({
                ...{ label: user, amount: seats.length },
                words: texts.positions(seats.length),
              })),
            },
      tables: [crowdedTable(people)],
    };
  },
};
