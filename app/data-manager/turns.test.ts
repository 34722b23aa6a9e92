import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

class Response extends EventEmitter {
  closed = false;

  close(): void {
    this.closed = true;
    this.emit('close');
  }
}

test('a person has one import and one export at a time', () => {
  const turns = createTurns({ poolMax: 10 });
  const first = new Response();
  turns.begin('import', '1', first);
  turns.begin('export', '1', new Response());
  turns.begin('import', '2', new Response());
  expect(() => turns.begin('import', '1', new Response())).toThrow(
    /already have an import running/,
  );
  first.close();
  turns.begin('import', '1', new Response());
});

test('a request that has ended already takes no place', () => {
  const turns = createTurns({ poolMax: 10 });
  const gone = new Response();
  gone.close();
  turns.begin('import', '1', gone);
  turns.begin('import', '1', new Response());
});

test.each([
  [1, 1],
  [9, 1],
  [10, 2],
  [100, 20],
])('of %i connections transfers share %i', async (poolMax, share) => {
  const turns = createTurns({ poolMax, waitMs: 1 });
  for (let n = 0; n < share; n += 1) await turns.connection();
  await expect(turns.connection()).rejects.toMatchObject({ code: 'transfers_busy', status: 503 });
});

test('waiting transfers are admitted in order when a connection is free', async () => {
  const turns = createTurns({ poolMax: 1 });
  const first = await turns.connection();
  const order: string[] = [];
  const second = turns.connection().then((place) => {
    order.push('second');
    return place;
  });
  const third = turns.connection().then((place) => {
    order.push('third');
    return place;
  });
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('a transfer cancelled while waiting takes no slot', async () => {
  const turns = createTurns({ poolMax: 1 });
  const first = await turns.connection();
  const gone = new AbortController();
  const waiting = turns.connection(gone.signal);
  gone.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  first[Symbol.dispose]();
  await turns.connection();
});
