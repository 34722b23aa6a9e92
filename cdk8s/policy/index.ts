import type { Manifest } from '../constructs/manifest.ts';
import { accessChecks } from './access.ts';
import { availabilityChecks } from './availability.ts';
import { type Check, type Finding, titleOf } from './check.ts';
import { exceptions } from './exceptions.ts';
import { namespaceChecks } from './namespaces.ts';
import { networkChecks } from './network.ts';
import { podChecks } from './pods.ts';

export type { Check, Finding } from './check.ts';

/** Every rule that manifests keep. */
export const checks: readonly Check[] = [
  ...podChecks,
  ...accessChecks,
  ...networkChecks,
  ...namespaceChecks,
  ...availabilityChecks,
];

/**
 * What breaks a rule in these manifests, exceptions left out. Give it all manifests at once,
 * previews too: many rules are about two.
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
