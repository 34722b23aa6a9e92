import { z } from 'zod';
import { answersTo } from '../../relation-reads/index.ts';
import type { Question } from '../question.ts';
import { wholeNumber } from '../schema.ts';
import { readIdleScene } from './queries.ts';
import { idleRead } from './read.ts';
import { idleFields, idleTable } from './table.tsx';
import { texts } from './texts.ts';

const fields = z.object({ days: wholeNumber(7, 0, 3650) });

/** Decisions that were never acted on (spec questions#idle-decisions). */
export const idleDecisions: Question<typeof fields> = {
  slug: 'idle-decisions',
  title: texts.title,
  about: texts.about,
  hasPicture: false,
  fields,
  answer: async (stores, asker, { days }) => {
    const { isCurrent, sees } = await readIdleScene(stores, asker);
    const { source, rows } = await answersTo(stores, isCurrent, {
      idle: idleRead({ asker, days, sees }),
    });
    const found = rows.idle;
    const none = found.filter(({ actions }) => actions === 0).length;
    return {
      source,
      fields: idleFields(days),
      summary: found.length === 0 ? undefined : texts.summary(none, found.length - none),
      tables: [idleTable(found)],
    };
  },
};
