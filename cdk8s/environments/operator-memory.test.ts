import { expect, test } from 'vitest';
import type { Cluster } from '#cdk8s/api/index.ts';
import { checkOperatorMemory } from './operator-memory.ts';

const limited = (memory: string) =>
  ({ operator: { resources: { limits: { memory } } } }) as unknown as Pick<Cluster, 'operator'>;

test.each([
  ['256Mi', 3],
  ['256Mi', 59],
  ['600Mi', 200],
])('%s are enough for %i environments', (memory, environments) => {
  expect(checkOperatorMemory(environments, limited(memory))).toEqual([]);
});

test('a limit too low for all environments is refused, with the required one', () => {
  expect(checkOperatorMemory(200, limited('256Mi'))).toEqual([
    {
      path: ['operator', 'resources', 'limits', 'memory'],
      found: '256Mi',
      message: 'the operator may need 588Mi for 200 environments; raise it',
    },
  ]);
});
