import { expect, test } from 'vitest';
import { fileNameOf, mediaTypeOf } from './media-type.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each<[string, Uint8Array, string]>([
  [
    'a PNG',
    Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1]),
    'image/png',
  ],
  ['a JPEG', Uint8Array.from([255, 216, 255, 224, 0, 16, 74, 70, 73, 70]), 'image/jpeg'],
  ['a PDF', bytes('%PDF-1.7\n'), 'application/pdf'],
  ['text', bytes('Grüße\n\tan alle\r\n'), 'text/plain'],
  ['HTML, which is text here', bytes('<html><script>alert(1)</script>'), 'text/plain'],
  ['text with a control character', bytes('a\u0000b'), 'application/octet-stream'],
  ['other bytes', Uint8Array.from([1, 2, 3, 250, 251]), 'application/octet-stream'],
  ['text that is cut within a character', bytes('größer').subarray(0, 3), 'text/plain'],
])('spec attachments#upload: the type of %s', async (_, content, type) => {
  expect(await mediaTypeOf(content)).toBe(type);
});

test.each([
  ['report.pdf', 'report.pdf'],
  ['C:\\secret\\report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie: x.txt'],
  ['', 'file'],
  ['x'.repeat(300), 'x'.repeat(200)],
])('spec attachments#upload: the name %j is kept as %j', (sent, kept) => {
  expect(fileNameOf(sent)).toBe(kept);
});
