import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localPath } from './local-path.ts';

describe('spec requests#redirects: an address within the app is written as a browser writes it', () => {
  test.each([
    ['/', '/'],
    ['/users?q=1#x', '/users?q=1#x'],
    ['/a/b', '/a/b'],
    ['/a//b', '/a//b'],
    ['/%2F%2Fexample.com', '/%2F%2Fexample.com'],
    ['/a/../b/./c', '/b/c'],
  ])('%s becomes %s', (text, path) => expect(localPath(text)).toBe(path));
});

describe('spec requests#redirects: an address that leads elsewhere is none', () => {
  test.each([
    ...[
      '',
      'users',
      '//example.com',
      '/\\example.com',
      '\\\\example.com',
      'https://example.com',
      'javascript:alert(1)',
    ],
    ...['/\t/example.com', '/\n', `/${'x'.repeat(3000)}`],
    ...[
      '/.//example.com',
      '/..//example.com',
      '/%2e//example.com',
      '/%2E%2e//example.com',
      '/a/..//example.com',
      '/./..//@example.com',
    ],
  ])('%j', (text) => expect(localPath(text)).toBeUndefined());
});

/** Parts of addresses that lead out of a site. */
const tricky = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '.',
        '..',
        '%2e',
        '%2E',
        '%2f',
        '\\',
        '%5c',
        '\t',
        '\n',
        '@',
        ':',
        ';',
        '?',
        '#',
        'http:',
        'javascript:',
      ),
      fc.constantFrom('evil.example', 'users', '。', '／', '＼', '\u202e', 'ⅿ', '[::1]', ' '),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 9 },
  )
  .map((parts) => `/${parts.join('')}`);

test('an address that passes stays on its site however often a browser reads it', () =>
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string(), fc.webPath()), (text) => {
      const path = localPath(text);
      if (path === undefined) return;
      expect(localPath(path)).toBe(path);
      for (const address of [text, path]) {
        const { origin, username, password } = new URL(address, 'https://app.local/a/b?c#d');
        expect([origin, username, password]).toEqual(['https://app.local', '', '']);
      }
    }),
    { numRuns: 500 },
  ));
