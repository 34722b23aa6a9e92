import { afterAll, beforeAll, expect, test } from 'vitest';
import { bases } from '#cdk8s/api/examples/index.ts';
import { type ConnectedEnvironment, customResourceDefinition } from '#cdk8s/api/index.ts';
import { watchedNamespacesChart } from '#cdk8s/charts/watched-namespaces.ts';
import { type ControlPlaneServer, startControlPlane } from '#test/support/control-plane-server.ts';
import { eventually } from '#test/support/eventually.ts';

// An environment in a namespace that no operator watches, on a real API server: refused, with the
// reason and what to do.

let plane: ControlPlaneServer;

beforeAll(async () => {
  plane = await startControlPlane({
    controllers: false,
    customResourceDefinitions: [customResourceDefinition()],
  });
  for (const namespace of ['ahlt-dev', 'elsewhere'])
    await plane.kubectl(['create', 'namespace', namespace]);
});
afterAll(() => plane?.[Symbol.asyncDispose]());

const environment = (namespace: string, logLevel = 'info') =>
  JSON.stringify({
    ...bases.dev,
    metadata: { name: 'dev', namespace, finalizers: ['platform.ahlt.dev/database'] },
    spec: { ...bases.dev.spec, logLevel },
  });
const apply = (namespace: string, logLevel?: string) =>
  plane.kubectl(['apply', '--server-side', '-f', '-'], environment(namespace, logLevel));

test('an environment that no operator watches is refused with the right namespace; existing ones can be deleted', async () => {
  await apply('elsewhere'); // Created before.
  const given = [
    { metadata: { name: 'dev', namespace: 'ahlt-dev' } },
  ] as unknown as ConnectedEnvironment[];
  const policy = { apiVersion: 'v1', kind: 'List', items: watchedNamespacesChart(given) };
  await plane.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(policy));

  // The API server takes a moment to apply a new policy. Each attempt changes the spec, because an
  // unchanged one is allowed.
  let attempt = 0;
  await eventually(async () => {
    attempt += 1;
    await expect(apply('elsewhere', attempt % 2 === 0 ? 'warn' : 'debug')).rejects.toThrow(
      'no operator watches namespace elsewhere; environments belong to ahlt-dev: create it there, or add it below environments/ and run npm run deploy -- platform',
    );
  });
  await apply('ahlt-dev');

  const patch = (...args: string[]) => plane.kubectl(['-n', 'elsewhere', ...args]);
  await patch('annotate', 'ahlt', 'dev', 'example.org/note=1');
  await patch('delete', 'ahlt', 'dev', '--wait=false');
  await patch('patch', 'ahlt', 'dev', '--type', 'merge', '-p', '{"metadata":{"finalizers":null}}');
  await expect(patch('get', 'ahlt', 'dev')).rejects.toThrow('not found');
  await expect(apply('elsewhere')).rejects.toThrow('no operator watches namespace elsewhere');
});
