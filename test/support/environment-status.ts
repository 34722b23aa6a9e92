import { expect } from 'vitest';
import type { ControlPlane } from './control-plane-server.ts';
import { eventually } from './eventually.ts';
import type { KubernetesObject } from './kubernetes/api-client.ts';

/** The expected parts of a condition; omitted ones may be anything. */
export interface ExpectedCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: RegExp;
}

/** Path of an AhltEnvironment in the API. */
export const environmentPath = (namespace: string, name: string): string =>
  `/apis/platform.ahlt.dev/v1alpha1/namespaces/${namespace}/ahltenvironments/${name}`;

/** The AhltEnvironment `name` in namespace `ahlt-<name>`, from the API server. */
export const readEnvironment = (
  plane: Pick<ControlPlane, 'readPath'>,
  name: string,
): Promise<KubernetesObject> => plane.readPath(environmentPath(`ahlt-${name}`, name));

/**
 * Waits until the operator has seen the current spec and its condition is as expected. Returns the
 * environment; fails with all conditions after `withinMs`.
 */
export function becomes(
  plane: Pick<ControlPlane, 'readPath'>,
  name: string,
  { type, status, reason, message }: ExpectedCondition,
  withinMs = 120_000,
): Promise<KubernetesObject> {
  return eventually(
    async () => {
      const environment = await readEnvironment(plane, name);
      const conditions: KubernetesObject[] = environment.status?.conditions ?? [];
      const found = conditions.find((condition) => condition.type === type);
      const seen = { ...found, generation: environment.status?.observedGeneration };
      expect(seen, JSON.stringify(conditions, undefined, 1)).toMatchObject({
        status,
        generation: environment.metadata.generation,
        ...(reason && { reason }),
        ...(message && { message: expect.stringMatching(message) }),
      });
      return environment;
    },
    withinMs,
    250,
  );
}
