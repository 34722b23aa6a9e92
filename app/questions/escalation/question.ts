import { z } from 'zod';
import { mapOf, mapReads, selected } from '../../governance-map/index.ts';
import { missing } from '../../http/answers.ts';
import {
  answersTo,
  permissionsRead,
  reachRead,
  type Stores,
  seatsRead,
} from '../../relation-reads/index.ts';
import { everything, partOf } from '../map-part.ts';
import type { Named } from '../named.ts';
import type { Answer, Question } from '../question.ts';
import { optionalId } from '../schema.ts';
import type { WaitingItem } from '../waiting-item.ts';
import { escalationFields } from './fields.tsx';
import type { Origin } from './origin.ts';
import { readOrigin } from './queries.ts';
import { moverTable, pathTable, type Stage } from './tables.tsx';
import { texts } from './texts.ts';

const fields = z.object({ committee: optionalId, item: optionalId });

/** The escalation path of an item or committee (spec questions#escalation). */
export const escalation: Question<typeof fields> = {
  slug: 'escalation',
  title: texts.title,
  about: texts.about,
  hasPicture: true,
  fields,
  answer: async (stores, asker, asked) => {
    const origin = await readOrigin(stores, asker, asked);
    const item = origin.items.find(({ id }) => id === asked.item);
    const isUnknown =
      asked.committee === undefined
        ? asked.item !== undefined && item === undefined
        : origin.committee === null;
    if (isUnknown) throw missing(texts.missing);
    if (origin.committee === null)
      return {
        source: 'database',
        fields: escalationFields(origin, undefined),
        start: texts.start,
        tables: [],
      };
    return pathFrom(stores, origin, origin.committee, item);
  },
};

const way = { direction: 'downstream', kinds: ['escalates_to'] } as const;

async function pathFrom(
  stores: Stores,
  origin: Origin,
  committee: Named,
  item: WaitingItem | undefined,
): Promise<Answer> {
  const { source, rows } = await answersTo(stores, origin.isCurrent, {
    reached: reachRead({ from: [committee.id], ...way }),
    seats: seatsRead({ day: origin.today, reachedFrom: { id: committee.id, ...way } }),
    permissions: permissionsRead({ reachedFrom: { id: committee.id, ...way } }),
    ...mapReads,
  });
  const seats = Map.groupBy(rows.seats, ({ committeeId }) => committeeId);
  const codes = new Map(rows.permissions.map((each) => [each.userId, each.codes]));
  const others = rows.reached.filter(({ id }) => id !== committee.id);
  const stages: readonly Stage[] = [{ ...committee, steps: 0 }, ...others].map((stage) => ({
    ...{ id: stage.id, label: stage.label, steps: stage.steps },
    seats: seats.get(stage.id) ?? [],
    codes,
  }));
  const summary =
    others.length === 0
      ? texts.ends(committee.label)
      : texts.summary(
          committee.label,
          others.map(({ label }) => label),
        );
  const query = { ...everything, kind: 'escalates_to' as const };
  return {
    source,
    fields: escalationFields(origin, item?.id),
    summary: item === undefined ? summary : texts.item(item.label, item.step, summary),
    picture: {
      kind: 'map',
      summary: texts.picture(stages.length),
      of: selected(partOf(mapOf(rows), stages), query),
      query: { ...query, focus: committee.id },
    },
    tables: [pathTable(stages), ...(item === undefined ? [] : [moverTable(item, rows.seats)])],
  };
}
