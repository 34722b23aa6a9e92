import { command } from '../ontology/command.ts';
import { lockEntity } from '../ontology/entities.ts';
import { refuse, refuseConflict, saved } from '../ontology/outcome.ts';
import { readVersions } from './queries.ts';
import { changesBetween, dayFault } from './rules.ts';
import type { AdoptionInput } from './schema.ts';
import { texts } from './texts.ts';
import { insertVersion } from './version-store.ts';

/**
 * Keeps the current text of a committee as its next version, which nothing can change (spec
 * adopted-versions#adoption). Refused for a day in the future or before the last adoption, and
 * without a change since then. Returns its number.
 */
export const adoptVersion = command<AdoptionInput & { readonly committee: string }, number>(
  'tor.version_adopted',
  { may: 'tor.edit' },
  async (tx, { actor, input, now }) => {
    const committee = await lockEntity(tx, 'tor', input.committee);
    if (input.seen_version !== undefined && input.seen_version !== committee.version)
      throw refuseConflict(committee, input.seen_version);
    const { today, versions } = await readVersions(tx, committee.id, now);
    const [latest] = versions;
    const fault = dayFault(input.adopted_on, { today, latest: latest?.adoptedOn });
    if (fault === 'future') throw refuse({ field: 'adopted_on', message: texts.refusal.future });
    if (latest !== undefined && fault === 'before-latest')
      throw refuse({
        ...{ field: 'adopted_on', message: texts.refusal.early(latest.number, latest.adoptedOn) },
      });
    if (latest !== undefined && changesBetween(latest, committee).length === 0)
      throw refuse({ message: texts.refusal.same(latest.number), code: 'unchanged' }, 409);
    const number = (latest?.number ?? 0) + 1;
    const { label, properties } = committee;
    const { adopted_on: adoptedOn, decision } = input;
    await insertVersion(tx, committee.id, {
      ...{ number, label, properties, adoptedOn, decision, adoptedAt: now },
      ...{ adoptedById: actor.id, adoptedBy: actor.label },
    });
    return saved({
      target: committee,
      after: { number, adopted_on: adoptedOn, decision },
      value: number,
    });
  },
);
