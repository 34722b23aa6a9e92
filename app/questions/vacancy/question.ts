import { z } from 'zod';
import { capabilities } from '../../authority/index.ts';
import { mapOf, mapReads, selected } from '../../governance-map/index.ts';
import { missing } from '../../http/answers.ts';
import {
  affectedRead,
  answersTo,
  reachRead,
  type Stores,
  seatsRead,
  vacanciesRead,
} from '../../relation-reads/index.ts';
import { everything, partOf } from '../map-part.ts';
import type { Answer, Question } from '../question.ts';
import { optionalId } from '../schema.ts';
import { vacancyFields } from './fields.tsx';
import { readScene } from './queries.ts';
import { capabilityLosses, leaderlessMeetings, leavers, stuckItems, type Vacant } from './rules.ts';
import type { Scene } from './scene.ts';
import {
  affectedTable,
  capabilityTable,
  downstreamTable,
  itemTable,
  meetingTable,
  peopleTable,
  vacantTable,
} from './tables.tsx';
import { texts } from './texts.ts';

const fields = z.object({ committee: optionalId, position: optionalId });

/** The effects of a vacant position or committee (spec questions#vacancy). */
export const vacancy: Question<typeof fields> = {
  slug: 'vacancy',
  title: texts.title,
  about: texts.about,
  hasPicture: true,
  fields,
  answer: async (stores, asker, asked) => {
    const scene = await readScene(stores, asker, asked);
    const { committee, places } = scene;
    if (committee === null) {
      if (asked.committee !== undefined || asked.position !== undefined)
        throw missing(texts.missing);
      return vacantToday(stores, scene);
    }
    // A position of another committee: the committee was changed in the form.
    const place = places.find(({ id }) => id === asked.position);
    return answerAbout(stores, scene, committee.id, place?.id);
  },
};

const direction = 'downstream';
const kinds = ['feeds_into', 'escalates_to'] as const;

async function answerAbout(
  stores: Stores,
  scene: Scene,
  committeeId: string,
  positionId: string | undefined,
): Promise<Answer> {
  const { today, places, committee, items, meetings } = scene;
  const { source, rows } = await answersTo(stores, scene.isCurrent, {
    seats: seatsRead({ day: today, around: committeeId }),
    reached: reachRead({ from: [committeeId], direction, kinds }),
    affected: affectedRead({ from: [committeeId], day: today }),
    ...mapReads,
  });
  const vacant: Vacant = { committeeId, positionId, places };
  const losses = capabilityLosses(vacant, rows.seats, capabilities);
  const stuck = stuckItems(losses, items);
  const downstream = rows.reached.filter(({ id }) => id !== committeeId);
  const position = places.find(({ id }) => id === positionId)?.label;
  const name = committee?.label ?? '';
  return {
    source,
    fields: vacancyFields(scene, positionId),
    summary: texts.summary(
      position === undefined ? name : texts.of(position, name),
      losses.filter(({ others }) => others.length === 0).length,
      stuck.length,
      downstream.length,
    ),
    picture:
      downstream.length === 0
        ? undefined
        : {
            kind: 'map',
            summary: texts.picture(downstream.length),
            of: selected(partOf(mapOf(rows), [{ id: committeeId }, ...downstream]), everything),
            query: { ...everything, focus: committeeId },
          },
    tables: [
      capabilityTable(losses),
      peopleTable(leavers(vacant, rows.seats)),
      itemTable(stuck),
      meetingTable(committeeId, leaderlessMeetings(vacant, rows.seats, meetings)),
      downstreamTable(downstream),
      affectedTable(rows.affected),
    ],
  };
}

/** Nothing is chosen: the positions that are vacant already. */
async function vacantToday(stores: Stores, scene: Scene): Promise<Answer> {
  const { source, rows } = await answersTo(stores, scene.isCurrent, {
    vacancies: vacanciesRead(scene.today),
  });
  return {
    source,
    fields: vacancyFields(scene, undefined),
    hint: texts.hint,
    tables: [vacantTable(rows.vacancies)],
  };
}
