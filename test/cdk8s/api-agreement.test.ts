import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bases,
  type Change,
  changed,
  type ExampleDocument,
  examples,
} from '#cdk8s/api/examples/index.ts';
import { group, parseEnvironment, plural, version } from '#cdk8s/api/index.ts';
import { controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { type ApiClient, apiClient } from '#test/support/kubernetes/api-client.ts';

let api: ApiClient;
let namespace: string;

beforeAll(async () => {
  api = apiClient(await controlPlane());
  namespace = await createNamespace('api-agreement');
});
afterAll(() => api.close());

/** Whether the API server accepts the document; it is not stored. */
async function accepted(document: ExampleDocument): Promise<boolean> {
  const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}?fieldValidation=Strict&dryRun=All`;
  const answer = api.post(path, { ...document, metadata: { ...document.metadata, namespace } });
  return answer.then(
    () => true,
    () => false,
  );
}

/** Several changes to one of the stages: the examples of single rules, combined. */
const anyDocument = fc
  .tuple(
    fc.constantFrom(...Object.values(bases)),
    fc.array(
      fc.constantFrom(
        ...examples.flatMap(({ accepted: taken, refused }): Change[] => [
          taken,
          taken,
          taken,
          refused,
        ]),
      ),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([base, changes]) =>
    changes.reduce<ExampleDocument>(
      (document, change) => changed(document, change) as ExampleDocument,
      base,
    ),
  );

test('a file is accepted exactly when the API server accepts it, for all combinations', async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      expect(await accepted(document)).toBe(parseEnvironment(document).ok);
    }),
    { numRuns: 400 },
  );
});
