import { afterAll, beforeAll, expect, test } from 'vitest';
import { addTag, digestOf, RegistryError } from '../../scripts/deploy/registry.ts';
import { type RegistryDouble, startRegistry } from './registry-double.ts';

let registry: RegistryDouble;
const job = { user: 'job', password: 'token' };
const at = (reference: string) => `${registry.host}/ahlt/im-ctrl${reference}`;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry?.[Symbol.asyncDispose]());

test('a tag is another name of the same digest', async () => {
  const digest = registry.push('ahlt/im-ctrl', 'c0ffee', 'one');
  await addTag(at(`:c0ffee@${digest}`), 'staging-c0ffee', job);
  expect(await digestOf(at(':staging-c0ffee'), job)).toBe(at(`@${digest}`));
});

test('a version is given once: again to the same image, never to another', async () => {
  const [first, second] = ['one', 'two'].map((content) =>
    registry.push('ahlt/im-ctrl', content, content),
  );
  await addTag(at(`@${first}`), '1.0.0', job);
  await addTag(at(`@${first}`), '1.0.0', job);
  await expect(addTag(at(`@${second}`), '1.0.0', job)).rejects.toThrow(
    /another image as 1\.0\.0 .* A version cannot be reused/,
  );
  expect(registry.digest('ahlt/im-ctrl', '1.0.0')).toBe(first);
});

test('what staging accepted may be said again of another build of the same commit', async () => {
  const [first, second] = ['three', 'four'].map((content) =>
    registry.push('ahlt/im-ctrl', content, content),
  );
  for (const digest of [first, second]) await addTag(at(`@${digest}`), 'staging-decaf', job);
  expect(registry.digest('ahlt/im-ctrl', 'staging-decaf')).toBe(second);
});

test('a missing image and a user without access give different errors', async () => {
  await expect(digestOf(at(':none'), job)).rejects.toThrow(/no such image/);
  await expect(digestOf(at(':none'), { user: 'job', password: 'wrong' })).rejects.toThrow(
    /issued no token/,
  );
  await expect(digestOf(at(':none'))).rejects.toThrow(RegistryError);
});
