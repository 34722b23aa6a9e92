import { afterAll, beforeAll, expect, test } from 'vitest';
import { customResourceDefinition } from '#cdk8s/api/index.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane-server.ts';
import {
  type EnvironmentBed,
  environmentBed,
  type OperatorProcess,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// A cluster whose resource definition is older than the operator, and values longer than the status
// allows.

let plane: ControlPlaneServer;
let bed: EnvironmentBed;
let operator: OperatorProcess;
beforeAll(async () => {
  plane = await startControlPlane({
    customResourceDefinitions: [withoutStatusFields('graphState', 'runs')],
  });
  bed = await environmentBed('status', undefined, plane);
  operator = await bed.startOperator();
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
});

/** The definition of an earlier version of the platform. */
function withoutStatusFields(...fields: readonly string[]) {
  const definition = structuredClone(customResourceDefinition()) as ReturnType<
    typeof customResourceDefinition
  > &
    DefinitionShape;
  for (const { schema } of definition.spec.versions)
    for (const field of fields) delete schema.openAPIV3Schema.properties.status.properties[field];
  return definition;
}

interface DefinitionShape {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: {
        readonly openAPIV3Schema: {
          readonly properties: {
            readonly status: { readonly properties: Record<string, unknown> };
          };
        };
      };
    }[];
  };
}

test('fields unknown to the definition are omitted, and an Event, a metric and the log report it', async () => {
  await bed.apply();
  const { status } = await bed.untilReady(90_000);
  expect(status?.workload?.availableReplicas).toBe(1);
  await eventually(async () => {
    const { items } = await bed.get<{
      items: { type: string; reason: string; note?: string; message?: string }[];
    }>('events');
    const refused = items.find(({ reason }) => reason === 'StatusRefused');
    expect(refused?.type).toBe('Warning');
    expect(refused?.message ?? refused?.note).toContain(
      'Apply the resource definition of this version of the platform.',
    );
  });
  expect(await (await fetch(`${operator.url}/metrics`)).text()).toMatch(
    /environment_status_refused_total\{reason="\w+"\} [1-9]/,
  );
  expect(await operator.log()).toContain('the status was refused');
});

test('a request longer than the status takes is carried out once and acknowledged', async () => {
  const before = (await bed.environment()).status?.requestedAt;
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': 'again '.repeat(50) });
  const environment = await bed.until(
    'acknowledged',
    ({ status }) => status?.requestedAt !== before,
  );
  expect(environment.status?.requestedAt).toMatch(/^again again .*… [0-9a-f]{16}$/);
});
