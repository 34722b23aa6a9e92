import { inBody, inItsBody } from '../authority/index.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate, setTargets } from '../ontology/relations.ts';
import { openPoint } from './option-commands.ts';
import type { PointPath } from './point.ts';
import { readDeliberation } from './queries.ts';
import { texts } from './texts.ts';

interface GivenOpinion extends PointPath {
  readonly preferred_coa_id: string;
  readonly commentary: string;
}

/**
 * Records the actor's opinion on an agenda point, or replaces the one they gave before: one for a
 * user and point, because the point is locked (spec agenda#opinions). Refused with 403 unless the
 * point is a decision item that is not decided.
 */
export const recordOpinion = command<GivenOpinion, string>(
  'opinion.recorded',
  { may: inItsBody(inBody('agenda.participate'), ({ tor }) => tor) },
  async (tx, { actor, input, now }) => {
    const point = await openPoint(tx, input);
    if (point.properties['item_type'] !== 'decision')
      throw refuse({ message: texts.problem.informative, code: 'informative' }, 403);
    const { options, opinions } = await readDeliberation(tx, point.id);
    const preferred = options.find(({ id }) => id === input.preferred_coa_id);
    if (preferred === undefined)
      throw refuse({ field: 'preferred_coa_id', message: texts.problem.option });
    const earlier = opinions.find(({ userId }) => userId === actor.id);
    const properties = {
      ...{ agenda_point_id: point.id, recorded_by_id: actor.id },
      ...{ preferred_coa_id: preferred.id, commentary: input.commentary, created_date: now },
    };
    const label = `${actor.label} — ${point.label}`.slice(0, 200);
    const facts = (coa: string | undefined, commentary: string) => ({ coa, commentary });
    const previous = options.find(({ id }) => id === earlier?.optionId);
    const change = {
      target: { type: 'agenda_point', id: point.id, label: point.label },
      ...(earlier === undefined ? {} : { before: facts(previous?.title, earlier.commentary) }),
      after: facts(preferred.title, input.commentary),
    };
    if (earlier === undefined) {
      const opinion = await insertEntity<'opinion'>(tx, {
        ...{ type: 'opinion', name: uniqueName(label), label, properties },
      });
      await relate(tx, [
        { type: 'opinion_on', source: opinion.id, target: point.id },
        { type: 'prefers_coa', source: opinion.id, target: preferred.id },
        ...(actor.id === null
          ? []
          : [{ type: 'opinion_by', source: actor.id, target: opinion.id }]),
      ]);
      return saved({ ...change, value: opinion.id });
    }
    const before = await lockEntity(tx, 'opinion', earlier.id);
    await changeEntity<'opinion'>(tx, before, { properties, texts: { rationale: undefined } });
    await setTargets(tx, 'prefers_coa', before.id, [preferred.id]);
    return saved({ ...change, value: before.id });
  },
);
