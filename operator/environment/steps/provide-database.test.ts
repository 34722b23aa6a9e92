import { expect, test } from 'vitest';
import { desired, observed } from '../plan.fixture.ts';
import { provideDatabase } from './provide-database.ts';

const changed = {
  state: 'blocked',
  reason: 'PasswordChanged',
  message: 'the password in Secret x was changed by hand',
} as const;
const step = (
  want: Parameters<typeof provideDatabase>[0],
  have: Parameters<typeof provideDatabase>[1],
) => {
  const next = provideDatabase(want, have);
  return 'step' in next ? next : undefined;
};

test('a password that was changed by hand is a failure that is reported, and nothing is done about it', () => {
  const next = step(desired(), { ...observed(), database: changed });
  expect(next?.actions).toEqual([]);
  expect(next?.conditions).toContainEqual(
    expect.objectContaining({ type: 'Ready', status: 'False', reason: 'PasswordChanged' }),
  );
  expect(next?.conditions).toContainEqual(
    expect.objectContaining({ type: 'Reconciling', reason: 'Retrying' }),
  );
});

test('new passwords that are asked for are the way out of it, once', () => {
  const want = desired({ rotate: 'today' });
  expect(step(want, { ...observed(), database: changed })?.actions).toEqual([
    { kind: 'ProvideDatabase', rotate: 'today' },
  ]);
  expect(
    step(want, { ...observed(), database: changed, acknowledged: { rotate: 'today' } })?.actions,
  ).toEqual([]);
});

test('new passwords are no way past a server that does not answer', () => {
  const away = {
    state: 'blocked',
    reason: 'Unreachable',
    message: 'connect ECONNREFUSED',
  } as const;
  expect(step(desired({ rotate: 'today' }), { ...observed(), database: away })?.actions).toEqual(
    [],
  );
});
