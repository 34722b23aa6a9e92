import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  conditionOf,
  type EnvironmentBed,
  environmentBed,
  isSettled,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// `kubectl delete --cascade=orphan` and the same environment again: its leftovers are adopted, or
// distinguished.

let bed: EnvironmentBed;
beforeAll(async () => {
  bed = await environmentBed('orphans');
  await bed.startOperator();
});
afterAll(() => bed?.[Symbol.asyncDispose]());

interface Owned {
  readonly kind: string;
  readonly metadata: {
    name: string;
    uid: string;
    ownerReferences?: { uid: string; controller?: boolean }[];
  };
}

const minute = 60_000;
const kubectl = (...args: string[]) => bed.plane.kubectl([...args, '-n', bed.namespace]);
const owned = async (): Promise<Owned[]> => {
  const { items } = await bed.get<{ items: Owned[] }>(
    'jobs,secrets,deployments,services,configmaps',
    '-l',
    'app=ahlt-dev',
  );
  return items;
};
const names = (objects: readonly Owned[]) =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();

async function deleteWithoutItsObjects(): Promise<void> {
  await kubectl('delete', 'ahlt', 'dev', '--cascade=orphan');
  await eventually(
    async () => await expect(bed.environment()).rejects.toThrow('not found'),
    minute,
  );
  await eventually(
    async () =>
      expect((await owned()).filter(({ metadata }) => metadata.ownerReferences?.length)).toEqual(
        [],
      ),
    minute,
  );
}

test('made again, it takes over what its former self left, and runs nothing again', async () => {
  await bed.apply();
  await bed.untilReady(2 * minute);
  const before = await owned();
  expect(names(before).filter((name) => name.startsWith('Job '))).toHaveLength(3);
  await deleteWithoutItsObjects();
  await bed.apply();
  await bed.untilReady(2 * minute);
  const { uid } = (await bed.get<{ metadata: { uid: string } }>('ahlt', 'dev')).metadata;
  await eventually(async () => {
    const after = await owned();
    expect(names(after)).toEqual(names(before));
    expect(after.map(({ metadata }) => metadata.ownerReferences?.map((one) => one.uid))).toEqual(
      after.map(() => [uid]),
    );
    const jobs = (objects: readonly Owned[]) =>
      objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.uid);
    expect(jobs(after).toSorted()).toEqual(jobs(before).toSorted());
  }, minute);
}, 360_000);

test('a foreign Job of that name is reported and left alone', async () => {
  const plans = async () =>
    (await owned())
      .filter(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-plan-'))
      .map(({ metadata }) => metadata.name);
  // The first plan was for an empty database; without it the image is asked again, for the existing
  // one.
  await deleteWithoutItsObjects();
  await kubectl('delete', 'job', ...(await plans()));
  await bed.apply();
  await bed.untilReady(2 * minute);
  const [plan = ''] = await plans();
  await deleteWithoutItsObjects();
  await kubectl('delete', 'job', plan);
  const container = { name: 'theirs', image: 'registry.test/theirs:1', command: ['true'] };
  const template = { spec: { restartPolicy: 'Never', containers: [container] } };
  const theirs = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: plan },
    spec: { suspend: true, template },
  };
  await bed.plane.kubectl(['create', '-n', bed.namespace, '-f', '-'], JSON.stringify(theirs));
  const { uid } = (await bed.get<Owned>('job', plan)).metadata;
  await bed.apply();
  const stuck = await bed.until(
    'reported',
    (one) => isSettled(one) && conditionOf(one, 'Ready')?.reason === 'NameTaken',
    minute,
  );
  expect(conditionOf(stuck, 'Ready')?.message).toContain(
    `kubectl -n ${bed.namespace} delete job ${plan}`,
  );
  expect((await bed.get<Owned>('job', plan)).metadata).toMatchObject({ uid });
  await kubectl('delete', 'job', plan);
  await bed.untilReady(2 * minute);
}, 360_000);
