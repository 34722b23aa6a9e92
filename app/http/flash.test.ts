import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { type FlashCookie, sendFlash, takeFlash } from './flash.ts';

const flash: FlashCookie = { name: 'flash', secure: false, keys: ['k'.repeat(64)] };

/** A response that records the cookies it sets. */
function responding() {
  const cookies = new Map<string, string>();
  const response = {
    get: () => undefined,
    set: () => response,
    append: (_name: string, line: string) => {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
      return response;
    },
  };
  return { cookies, response: response as unknown as Response };
}

const asking = (originalUrl: string, cookies: ReadonlyMap<string, string>): Request =>
  ({
    originalUrl,
    headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  }) as unknown as Request;

const shownAt = (path: string, cookies: ReadonlyMap<string, string>, options = flash) =>
  takeFlash(asking(path, cookies), responding().response, options);

function sent() {
  const { cookies, response } = responding();
  sendFlash(response, '/users', { tone: 'success', text: 'Saved' }, flash);
  return cookies;
}

test('a message is shown on the page behind its redirect and on no other', () => {
  expect(shownAt('/users', sent())).toEqual([{ tone: 'success', text: 'Saved' }]);
  expect(shownAt('/roles', sent())).toEqual([]);
});

test('a message that was forged, changed or moved to another page is not shown', () => {
  const [[name = '', value = ''] = []] = [...sent()];
  const [body = '', mark = ''] = value.split('.');
  const other = Buffer.from(JSON.stringify(['success', 'Call +1 555 0100', null])).toString(
    'base64url',
  );
  for (const forged of [
    other,
    `${other}.`,
    `${other}.${mark}`,
    body,
    `${body}.${mark}x`,
    `.${mark}`,
    '',
  ]) {
    expect([forged, shownAt('/users', new Map([[name, forged]]))]).toEqual([forged, []]);
  }
  const { cookies, response } = responding();
  sendFlash(response, '/roles', { tone: 'success', text: 'Saved' }, flash);
  expect(shownAt('/users', new Map([[name, [...cookies.values()][0] ?? '']]))).toEqual([]);
});

test('a key that is being replaced still opens what it signed', () => {
  const fresh = 'f'.repeat(64);
  expect(shownAt('/users', sent(), { ...flash, keys: [fresh, flash.keys[0]] })).toHaveLength(1);
  expect(shownAt('/users', sent(), { ...flash, keys: [fresh] })).toEqual([]);
});
