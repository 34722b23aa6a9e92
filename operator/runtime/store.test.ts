import { expect, test } from 'vitest';
import type { KubernetesObject } from '../clients/kubernetes-types.ts';
import { Store } from './store.ts';

const object = (
  name: string,
  version: number,
  more: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    namespace: 'ns',
    name,
    uid: `uid-${name}`,
    resourceVersion: String(version),
    ...more,
  },
});
const ownedBy = (uid: string) => ({
  ownerReferences: [{ apiVersion: 'v1', kind: 'Owner', name: 'o', uid }],
});

/** A store and what its handler received, as `added a@1`. */
function observed(...objects: KubernetesObject[]) {
  const store = new Store();
  store.replace(objects, '10', true);
  const calls: string[] = [];
  const recordCall = (what: string) => (o: KubernetesObject) =>
    calls.push(`${what} ${o.metadata.name}@${o.metadata.resourceVersion}`);
  const unsubscribe = store.subscribe({
    added: recordCall('added'),
    updated: recordCall('updated'),
    deleted: recordCall('deleted'),
  });
  calls.length = 0;
  return {
    store,
    calls,
    unsubscribe,
    versions: () =>
      store.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`),
  };
}

test.each<[string, (store: Store) => void, string[], string[]]>([
  ['an addition', (s) => s.put(object('b', 12)), ['added b@12'], ['a@5', 'b@12']],
  ['a change', (s) => s.put(object('a', 12)), ['updated a@12'], ['a@12']],
  ['the same again', (s) => s.put(object('a', 5)), [], ['a@5']],
  ['an older state', (s) => s.put(object('a', 4)), [], ['a@5']],
  ['a deletion', (s) => s.remove(object('a', 12)), ['deleted a@5'], []],
  ['a deletion of a missing object', (s) => s.remove(object('b', 12)), [], ['a@5']],
  [
    'a longer version, which is newer',
    (s) => s.put(object('a', 100)),
    ['updated a@100'],
    ['a@100'],
  ],
  [
    'the same name with another uid',
    (s) => s.put(object('a', 12, { uid: 'x' })),
    ['deleted a@5', 'added a@12'],
    ['a@12'],
  ],
  [
    'a list without it',
    (s) => s.replace([object('b', 7)], '20'),
    ['deleted a@5', 'added b@7'],
    ['b@7'],
  ],
  ['a list with the same', (s) => s.replace([object('a', 5)], '20'), [], ['a@5']],
  [
    'a list of an older time, after etcd was restored',
    (s) => s.replace([object('a', 2)], '3'),
    ['updated a@2'],
    ['a@2'],
  ],
])('%s', (_, act, calls, left) => {
  const seen = observed(object('a', 5));
  act(seen.store);
  expect(seen.calls).toEqual(calls);
  expect(seen.versions()).toEqual(left);
});

test('the answer to a write is seen before the watch reports it, and once', () => {
  const { store, calls } = observed(object('a', 5));
  store.remember(object('a', 11));
  store.put(object('a', 11));
  expect(calls).toEqual(['updated a@11']);
});

test('the answer to a write that the watch is past already does not bring a deleted object back', () => {
  const { store, versions } = observed(object('a', 5));
  store.remove(object('a', 12));
  store.remember(object('a', 11));
  expect(versions()).toEqual([]);
});

test('… nor does it after a bookmark', () => {
  const { store, versions } = observed();
  store.observe('12');
  store.remember(object('a', 11));
  expect(versions()).toEqual([]);
});

test('a late deletion does not remove a recreated object', () => {
  const { store, versions } = observed(object('a', 5));
  store.remember(object('a', 13, { uid: 'second' }));
  store.remove(object('a', 12));
  expect(versions()).toEqual(['a@13']);
});

test('objects are found by their owner, also after it changed', () => {
  const { store } = observed(object('a', 5, ownedBy('one')), object('b', 6, ownedBy('one')));
  store.put(object('a', 11, ownedBy('two')));
  store.remove(object('b', 12));
  expect(store.ownedBy('one')).toEqual([]);
  expect(store.ownedBy('two').map(({ metadata }) => metadata.name)).toEqual(['a']);
});

test('a new handler gets everything that exists, and nothing after it is removed', () => {
  const { store } = observed(object('a', 5));
  const calls: [string, boolean][] = [];
  const off = store.subscribe({
    added: ({ metadata }, initial) => calls.push([metadata.name, initial]),
  });
  off();
  store.put(object('b', 11));
  expect(calls).toEqual([['a', true]]);
});
