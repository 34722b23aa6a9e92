import { expect, test } from 'vitest';
import { empty, json } from './answers.ts';
import type { Call } from './call.ts';
import { adding, both, type Parser } from './parsers.ts';
import { contextOf, pipelineOf } from './pipeline.ts';
import { open, signedIn } from './policy.ts';
import type { SignedIn, Visit } from './visit.ts';

const call = { requestId: 'r1' } as Call;
interface One {
  readonly one: number;
}

const admission = { actor: { id: '1' } as SignedIn, visit: { csrf: 't' } as Visit };

test('a context holds the call, the parts of the path and the user', () =>
  expect(
    contextOf('/users/:id/x/:name(text)', signedIn, {
      call,
      params: { id: '7', name: 'n' },
      admission,
    }),
  ).toEqual({ requestId: 'r1', id: '7', name: 'n', ...admission }));

test('a context without a part of its path is an error', () =>
  expect(() =>
    contextOf('/users/:id', signedIn, { call, params: { other: '7' }, admission }),
  ).toThrow('/users/:id lacks a part.'));

test('a guarded route without a user is an error, an open one is not', () => {
  const arrived = { call, params: {}, admission: undefined };
  expect(() => contextOf('/users', signedIn, arrived)).toThrow('/users was not admitted.');
  expect(contextOf('/users', open, arrived)).toEqual({ requestId: 'r1' });
});

test('a handler receives what the parsers before it added', async () => {
  const sum: Parser<{ readonly sum: number }, One & { readonly two: number }> = {
    reads: ['body'],
    parse: async ({ one, two }) => ({ adds: { sum: one + two } }),
  };
  const parser = both(adding<{ readonly two: number }, One>({ two: 2 }), sum);
  const read = await pipelineOf([parser, (given) => json(given)])({ one: 1 });
  expect('handle' in read && (await read.handle())).toEqual(json({ one: 1, two: 2, sum: 3 }));
  expect(parser.reads).toEqual(['body']);
});

test('an answer of a parser ends the pipeline', async () => {
  const refusing: Parser<object, object> = {
    reads: ['body'],
    parse: async () => ({ answers: empty() }),
  };
  const never = (): never => {
    throw new Error('not reached');
  };
  const more = adding<object, object>({});
  expect(await pipelineOf([both(refusing, more), never])({})).toEqual({ answers: empty() });
  expect(await pipelineOf([both(more, refusing), never])({})).toEqual({ answers: empty() });
});
