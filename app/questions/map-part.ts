import type { GovernanceMap } from '../governance-map/index.ts';

/** Nothing of the map is left out. */
export const everything = {
  kind: undefined,
  blocking: false,
  organization: undefined,
  focus: undefined,
};

/** Some committees of the map, with the dependencies between them. */
export function partOf(
  { committees, dependencies }: GovernanceMap,
  some: readonly { readonly id: string }[],
): GovernanceMap {
  const shown = new Set(some.map(({ id }) => id));
  return {
    committees: committees.filter(({ id }) => shown.has(id)),
    dependencies: dependencies.filter(
      ({ source, target }) => shown.has(source) && shown.has(target),
    ),
  };
}
