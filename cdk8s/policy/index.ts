import type { Manifest } from '../constructs/manifest.ts';
import { accessChecks } from './access.ts';
import { availabilityChecks } from './availability.ts';
import { type Check, type Finding, titleOf } from './check.ts';
import { exceptions } from './exceptions.ts';
import { namespaceChecks } from './namespaces.ts';
import { networkChecks } from './network.ts';
import { podChecks } from './pods.ts';

export type { Check, Finding } from './check.ts';

/** All rules for manifests. */
export const checks: readonly Check[] = [
  ...podChecks,
  ...accessChecks,
  ...networkChecks,
  ...namespaceChecks,
  ...availabilityChecks,
];

/**
 * Violations in these manifests, without exceptions. Pass all manifests at once, including
 * previews: many rules are about two of them.
 */
export const findings = (objects: readonly Manifest[]): Finding[] =>
  checks.flatMap(({ name, find }) =>
    find(objects)
      .map(({ object, message }) => ({ check: name, object: titleOf(object), message }))
      .filter(
        (finding) =>
          !exceptions.some(
            (exception) =>
              exception.check === finding.check && exception.object.test(finding.object),
          ),
      ),
  );
