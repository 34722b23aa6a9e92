import { z } from 'zod';
import { answersTo } from '../../relation-reads/index.ts';
import type { Question } from '../question.ts';
import { optionalId, wholeNumber } from '../schema.ts';
import { readWaitScene } from './queries.ts';
import { waitsRead } from './read.ts';
import { waitFields, waitTable } from './table.tsx';
import { texts } from './texts.ts';

const fields = z.object({ committee: optionalId, days: wholeNumber(365, 1, 3650) });

/** The most bars of a picture. */
const mostBars = 12;

/** The longest waits per committee and step (spec questions#waits). */
export const waits: Question<typeof fields> = {
  slug: 'waits',
  title: texts.title,
  about: texts.about,
  hasPicture: true,
  fields,
  answer: async (stores, asker, { committee, days }) => {
    const { isCurrent, offered, sees } = await readWaitScene(stores, asker, committee);
    const { source, rows } = await answersTo(stores, isCurrent, {
      waits: waitsRead({ asker, sees, committee, days }),
    });
    const held = rows.waits
      .filter(({ oldest }) => oldest !== null)
      .toSorted((one, other) => (other.oldest ?? 0) - (one.oldest ?? 0));
    const [longest] = held;
    const whole = (amount: number | null): number => Math.round(amount ?? 0);
    return {
      source,
      fields: waitFields(offered, committee, days),
      summary:
        longest === undefined
          ? undefined
          : texts.summary(longest.step, longest.committee, texts.days(whole(longest.oldest))),
      picture:
        longest === undefined
          ? undefined
          : {
              kind: 'bars',
              bars: held.slice(0, mostBars).map((wait) => ({
                label: texts.bar(wait.step, wait.committee),
                amount: wait.oldest ?? 0,
                words: texts.days(whole(wait.oldest)),
              })),
            },
      tables: [waitTable(rows.waits)],
    };
  },
};
