import { expect } from 'vitest';
import type { ControlPlane } from './control-plane-server.ts';
import { eventually } from './eventually.ts';
import type { KubernetesObject } from './kubernetes/api-client.ts';

/** What a condition is expected to say; what is left out may be anything. */
export interface ExpectedCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: RegExp;
}

/** The AhltEnvironment `name` of namespace `ahlt-<name>` as the API server has it. */
export async function readEnvironment(
  plane: Pick<ControlPlane, 'kubectl'>,
  name: string,
): Promise<KubernetesObject> {
  return JSON.parse(await plane.kubectl(['get', 'ahlt', name, '-n', `ahlt-${name}`, '-o', 'json']));
}

/**
 * Waits until the operator has seen the spec as it is now and its condition says what is expected.
 * Answers with the environment; fails with all conditions when `withinMs` has passed.
 */
export function becomes(
  plane: Pick<ControlPlane, 'kubectl'>,
  name: string,
  { type, status, reason, message }: ExpectedCondition,
  withinMs = 60_000,
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
