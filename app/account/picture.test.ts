import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestSide, readPicture } from './picture.ts';

const bytes = (...parts: (readonly number[] | string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) =>
        typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
      ),
    ),
  );

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 65_535)];

const chunk = (type: string, content: Uint8Array = new Uint8Array()): Uint8Array =>
  bytes(u32(content.length), type, content, u32(0));
const header = (width: number, height: number): Uint8Array =>
  chunk('IHDR', bytes(u32(width), u32(height), [8, 2, 0, 0, 0]));
const png = (...chunks: Uint8Array[]): Uint8Array =>
  bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], ...chunks);
const pixels = chunk('IDAT', bytes('pixels'));
const end = chunk('IEND');

const segment = (marker: number, content: Uint8Array): Uint8Array =>
  bytes([0xff, marker], u16(content.length + 2), content);
const frame = (width: number, height: number): Uint8Array =>
  segment(0xc0, bytes([8], u16(height), u16(width), [1, 1, 0x11, 0]));
const scan = bytes(
  segment(0xda, bytes([1, 1, 0, 0, 63, 0])),
  [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
);
const jpeg = (...parts: Uint8Array[]): Uint8Array => bytes([0xff, 0xd8], ...parts, [0xff, 0xd9]);
const exif = (orientation: number, order: 'MM' | 'II' = 'MM'): Uint8Array => {
  const n16 = (value: number) => (order === 'MM' ? u16(value) : u16(value).reverse());
  const n32 = (value: number) => (order === 'MM' ? u32(value) : u32(value).reverse());
  const entry = (tag: number, value: number) => bytes(n16(tag), n16(3), n32(1), n16(value), n16(0));
  return segment(
    0xe1,
    bytes(
      'Exif\0\0',
      order,
      n16(42),
      n32(8),
      n16(2),
      entry(0x010f, 7),
      entry(0x0112, orientation),
      n32(0),
      'GPS: 59.9, 10.7',
    ),
  );
};

const textOf = (picture: { bytes: Uint8Array } | undefined): string =>
  Buffer.from(picture?.bytes ?? []).toString('latin1');

describe('PNG', () => {
  test('keeps only the data that shows it', () => {
    const picture = readPicture(
      png(
        header(3, 2),
        chunk('tEXt', bytes('Comment\0home')),
        chunk('eXIf', bytes('GPS')),
        pixels,
        end,
      ),
    );
    expect(picture).toMatchObject({
      type: 'image/png',
      width: 3,
      height: 2,
      bytes: png(header(3, 2), pixels, end),
    });
  });
  test('what hangs behind its end is gone', () => {
    expect(textOf(readPicture(bytes(png(header(1, 1), pixels, end), '<script>')))).not.toContain(
      '<script>',
    );
  });
  test.each([
    ['without pixels', png(header(1, 1), end)],
    ['without an end', png(header(1, 1), pixels)],
    ['that begins with something else', png(pixels, header(1, 1), end)],
    ['that is cut', png(header(1, 1), pixels, end).subarray(0, 50)],
    ['of no size', png(header(0, 1), pixels, end)],
    ['of too many pixels', png(header(largestSide + 1, 1), pixels, end)],
    ['with a chunk longer than the file', png(header(1, 1), bytes(u32(0xffffffff), 'IDAT'))],
  ])('%s is none', (_, content) => expect(readPicture(content)).toBeUndefined());
});

describe('JPEG', () => {
  test('keeps what shows it, restarts and stuffed bytes included', () => {
    const picture = readPicture(
      jpeg(
        segment(0xe0, bytes('JFIF\0')),
        segment(0xfe, bytes('at home')),
        segment(0xdb, bytes('table')),
        frame(5, 4),
        scan,
      ),
    );
    expect(picture).toMatchObject({
      type: 'image/jpeg',
      width: 5,
      height: 4,
      bytes: jpeg(segment(0xdb, bytes('table')), frame(5, 4), scan),
    });
  });
  test('metadata that affects colors is kept', () => {
    const adobe = segment(0xee, bytes('Adobe\0'));
    expect(readPicture(jpeg(adobe, frame(1, 1), scan))?.bytes).toEqual(
      jpeg(adobe, frame(1, 1), scan),
    );
  });
  test.each(['MM', 'II'] as const)('of Exif only the way up stays (%s)', (order) => {
    const picture = readPicture(jpeg(exif(6, order), frame(1, 1), scan));
    expect(textOf(picture)).toContain('Exif');
    expect(textOf(picture)).not.toContain('GPS');
    // The result can be parsed again.
    expect(readPicture(picture?.bytes ?? new Uint8Array())?.bytes).toEqual(picture?.bytes);
  });
  test('an upright picture needs no Exif', () => {
    expect(textOf(readPicture(jpeg(exif(1), frame(1, 1), scan)))).not.toContain('Exif');
  });
  test('several scans are kept', () => {
    expect(
      readPicture(jpeg(frame(1, 1), scan, segment(0xc4, bytes('codes')), scan))?.bytes,
    ).toEqual(jpeg(frame(1, 1), scan, segment(0xc4, bytes('codes')), scan));
  });
  test.each([
    ['without a scan', jpeg(frame(1, 1))],
    ['without a frame', jpeg(scan)],
    ['without an end', jpeg(frame(1, 1), scan).subarray(0, -2)],
    ['of a segment that is longer than the file', bytes([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff])],
    ['of a segment that is shorter than its length', bytes([0xff, 0xd8, 0xff, 0xdb, 0x00, 0x00])],
  ])('%s is none', (_, content) => expect(readPicture(content)).toBeUndefined());
});

test.each([
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['GIF', 'GIF89a'],
  ['nothing', ''],
])('%s is none', (_, content) => {
  expect(readPicture(bytes(content))).toBeUndefined();
});

test('no bytes make it fail, and what it gives back it takes again unchanged', () =>
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(png(), bytes([0xff, 0xd8])),
      (tail, start) => {
        const picture = readPicture(bytes(start, tail));
        if (picture !== undefined) expect(readPicture(picture.bytes)?.bytes).toEqual(picture.bytes);
      },
    ),
    { numRuns: 2000 },
  ));
