import type { Request } from 'express';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { once } from '#app/api/idempotency.ts';
import { json } from '#app/http/answers.ts';
import type { Call } from '#app/http/call.ts';
import type { SignedIn } from '#app/http/visit.ts';
import { command } from '#app/ontology/command.ts';
import { savedAll } from '#app/ontology/outcome.ts';
import { openStore } from './kernel-fixture.ts';

const change = command('account.preferences_updated', { may: () => true }, async () =>
  savedAll([], 'done'),
);

/** Sends the same input with the same key to several addresses; returns which of them ran it. */
async function sent(
  ...addresses: readonly (readonly [method: string, path: string])[]
): Promise<readonly string[]> {
  const store = await openStore('demo');
  onTestFinished(() => store[Symbol.asyncDispose]());
  const actor = (await store.actor('admin')) as SignedIn;
  const ran: string[] = [];
  for (const [method, path] of addresses) {
    const request = {
      method,
      path,
      get: (name: string) => (name === 'idempotency-key' ? 'one-key' : undefined),
    } as unknown as Request;
    const call = {
      request,
      actor,
      now: store.now(),
      input: { name: 'same' },
    } as unknown as Call & { actor: SignedIn; input: unknown };
    const answer = json({ ran: true }, 201);
    await once(
      { db: store.db, access: { keys: ['k'.repeat(64)] } },
      call,
      async (actor) => {
        await change(store, actor, undefined);
        return { answer, status: 201, headers: {}, body: {} };
      },
      () => answer,
    ).then(
      () => ran.push(`${method} ${path}`),
      (error: { code: string }) => ran.push(error.code),
    );
  }
  const { rows } = await sql`select from submissions`.execute(store.db);
  expect(rows).toHaveLength(1);
  return ran;
}

test('a key belongs to its address: the same input elsewhere is another request', async () => {
  expect(await sent(['POST', '/api/v1/entities'], ['POST', '/api/v1/relations'])).toEqual([
    'POST /api/v1/entities',
    'idempotency_key_reused',
  ]);
});

test('and to its method', async () => {
  expect(await sent(['POST', '/api/v1/entities'], ['PUT', '/api/v1/entities'])).toEqual([
    'POST /api/v1/entities',
    'idempotency_key_reused',
  ]);
});

test('a request that comes while the same one is in progress is refused, and may come again', async () => {
  await using store = await openStore('demo');
  const admin = await store.actor('admin');
  const origin = { ...admin.origin, submission: { token: 't'.repeat(64), content: 'same' } };
  const actor = { ...admin, origin };
  const slow = command('account.preferences_updated', { may: () => true }, async () => {
    await expect(change(store, actor, undefined)).rejects.toMatchObject({
      code: 'idempotency_key_running',
    });
    return savedAll([], 'slow');
  });
  await slow(store, actor, undefined);
  expect(await change(store, actor, undefined)).toMatchObject({ value: 'slow' });
});
