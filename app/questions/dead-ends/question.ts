import { z } from 'zod';
import { mapOf, mapReads, selected } from '../../governance-map/index.ts';
import { answersNow } from '../../relation-reads/index.ts';
import { everything, partOf } from '../map-part.ts';
import type { Question } from '../question.ts';
import { deadEnds } from './rules.ts';
import { deadEndTable } from './table.tsx';
import { texts } from './texts.ts';

const fields = z.object({});
/** Committees that feed nobody (spec questions#dead-ends). */
export const deadEndCommittees: Question<typeof fields> = {
  slug: 'dead-ends',
  title: texts.title,
  about: texts.about,
  hasPicture: true,
  fields,
  answer: async (stores) => {
    const { source, rows } = await answersNow(stores, mapReads);
    const map = mapOf(rows);
    const found = deadEnds(map);
    const ends = new Set(found.map(({ committee }) => committee.id));
    const into = map.dependencies.filter(({ target }) => ends.has(target));
    const shown = [...new Set([...ends, ...into.map((each) => each.source)])];
    const isolated = found.filter(({ from }) => from.length === 0).length;
    const part = partOf(
      map,
      shown.map((id) => ({ id })),
    );
    return {
      source,
      fields: null,
      summary: texts.summary(found.length, isolated, map.committees.length),
      picture:
        found.length === 0
          ? undefined
          : {
              kind: 'map',
              summary: texts.picture(shown.length),
              of: selected({ ...part, dependencies: into }, everything),
              query: everything,
            },
      tables: [deadEndTable(found)],
    };
  },
};
