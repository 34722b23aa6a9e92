import type { Committee, GovernanceMap } from '../../governance-map/index.ts';

/** A committee without dependencies on which others build. */
export interface DeadEnd {
  readonly committee: Committee;
  /** Labels of the committees that feed it or escalate to it. */
  readonly from: readonly string[];
}

/** Committees that feed nobody and escalate to nobody, isolated ones first (spec questions#dead-ends). */
export function deadEnds({ committees, dependencies }: GovernanceMap): readonly DeadEnd[] {
  const labels = new Map(committees.map(({ id, label }) => [id, label]));
  const others = dependencies.filter(({ source, target }) => source !== target);
  const feeding = new Set(others.map(({ source }) => source));
  const incoming = Map.groupBy(others, ({ target }) => target);
  return committees
    .filter(({ id }) => !feeding.has(id))
    .map((committee) => ({
      committee,
      from: [
        ...new Set(
          (incoming.get(committee.id) ?? []).map(({ source }) => labels.get(source) ?? source),
        ),
      ],
    }))
    .toSorted((one, other) => Math.sign(one.from.length) - Math.sign(other.from.length));
}
