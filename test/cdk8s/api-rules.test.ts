import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changed,
  type ExampleDocument,
  examples,
  ruleExamples,
  transitionExamples,
} from '#cdk8s/api/examples/index.ts';
import { customResourceDefinition, group, plural, version } from '#cdk8s/api/index.ts';
import { environmentRules } from '#cdk8s/api/rules/index.ts';
import { controlPlane, createNamespace } from '#test/support/control-plane.ts';
import {
  type ApiClient,
  type ApiError,
  apiClient,
  type KubernetesObject,
} from '#test/support/kubernetes/api-client.ts';

let api: ApiClient;
let environments: string;
let namespace: string;

beforeAll(async () => {
  api = apiClient(await controlPlane());
  namespace = await createNamespace('api-rules');
  environments = `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
});
afterAll(() => api.close());

const strict = 'fieldValidation=Strict&dryRun=All';

/** The document in the namespace of this file. */
const here = (document: unknown): KubernetesObject => {
  const { metadata, ...rest } = document as ExampleDocument;
  return { ...rest, metadata: { ...metadata, namespace } };
};

const create = (document: unknown) => api.post(`${environments}?${strict}`, here(document));

/** The API server's message for a refused request. */
const refusal = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'accepted',
    (error: ApiError) => error.message,
  );

/** A rule cannot refer to metadata, so the API server names the whole document. */
const named = (field: string): string => (field.startsWith('metadata') ? '<nil>' : field);

test.each(examples)('the API server: $rule', async ({ base, field, accepted, refused }) => {
  await expect(create(changed(base, accepted))).resolves.toMatchObject({ kind: base.kind });
  const message = await refusal(create(changed(base, refused)));
  expect(message).toMatch(/ is invalid: |unknown field/);
  expect(message).toContain(named(field));
});

test.each(ruleExamples)(
  '$rule is refused in the words of the rule',
  async ({ rule, base, refused }) => {
    const message = await refusal(create(changed(base, refused)));
    expect(message).toContain(environmentRules.find(({ id }) => id === rule)?.message);
    for (const other of environmentRules.filter(({ id }) => id !== rule))
      expect(message).not.toContain(other.message);
  },
);

test.each(transitionExamples)(
  'a change: $rule',
  async ({ field, before, status, accepted, refused }) => {
    const made = await api.post(environments, {
      ...here(before),
      metadata: { generateName: 'change-', namespace },
    });
    const path = `${environments}/${made.metadata.name}`;
    if (status) await api.patch(`${path}/status`, { status });
    await expect(api.patch(`${path}?${strict}`, accepted)).resolves.toMatchObject({
      kind: before.kind,
    });
    expect(await refusal(api.patch(`${path}?${strict}`, refused))).toContain(field);
  },
);

test('a database may still move while it holds no data: a mistyped host can be mended', async () => {
  const [example] = transitionExamples.filter(({ rule }) => rule === 'database-moves-suspended');
  if (!example) throw new Error('The example of the rule is gone.');
  const made = await api.post(environments, {
    ...here(example.before),
    metadata: { generateName: 'mended-', namespace },
  });
  await expect(
    api.patch(`${environments}/${made.metadata.name}?${strict}`, example.refused),
  ).resolves.toMatchObject({ kind: made.kind });
});

test('the definition is applied strictly on the server, and again without a change', async () => {
  const definition = customResourceDefinition();
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`;
  const applied = await api.apply(path, definition, 'api-rules&fieldValidation=Strict');
  expect(
    (await api.apply(path, definition, 'api-rules&fieldValidation=Strict')).metadata
      .resourceVersion,
  ).toBe(applied.metadata.resourceVersion);
});
