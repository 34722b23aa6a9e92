/** A picture without metadata. */
export interface Picture {
  readonly type: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Maximum size of a picture in bytes: 200 KiB. */
export const largestPicture = 204_800;

/** Longest side in pixels: limits the memory browsers need for a picture shown at 32 × 32. */
export const largestSide = 4096;

/**
 * Parses a picture by its content, whatever its name and type say, and keeps only the data that
 * shows it: no location, camera, comment or trailing file (spec account#picture). Does not decode
 * it, so a small file cannot require much memory.
 * @returns `undefined` for anything but JPEG or PNG, a broken file, or one larger than
 * `largestSide`
 */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const picture = isPng(bytes) ? readPng(bytes) : isJpeg(bytes) ? readJpeg(bytes) : undefined;
  const fits =
    picture !== undefined &&
    [picture.width, picture.height].every((side) => side >= 1 && side <= largestSide);
  return fits ? picture : undefined;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const isPng = (bytes: Uint8Array): boolean =>
  pngSignature.every((byte, place) => bytes[place] === byte);
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Chunks needed to show a PNG correctly: header, palette, transparency, gamma, pixels and end. */
const pngChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND']);

function readPng(bytes: Uint8Array): Picture | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let size = { width: 0, height: 0 };
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at === 8 && (type !== 'IHDR' || length !== 13)) return undefined;
    if (type === 'IHDR') size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (type === 'IDAT') hasPixels = true;
    if (pngChunks.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND')
      return hasPixels ? { type: 'image/png', ...size, bytes: joined(kept) } : undefined;
    at = end;
  }
  return undefined;
}

/**
 * Start-of-frame markers, which contain the size. 0xc4, 0xc8 and 0xcc within this range have other
 * meanings.
 */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Application segments; only 0xee affects how colors are shown. */
const isApplication = (marker: number): boolean =>
  marker >= 0xe0 && marker <= 0xef && marker !== 0xee;
const comment = 0xfe;

function readJpeg(bytes: Uint8Array): Picture | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let size = { width: 0, height: 0 };
  let hasScan = false;
  for (const { marker, start, end } of segmentsOf(bytes)) {
    if (isFrame(marker) && end >= start + 9)
      size = { width: view.getUint16(start + 7), height: view.getUint16(start + 5) };
    if (marker === startOfScan) hasScan = true;
    if (marker === 0xe1) kept.push(...orientation(bytes.subarray(start, end)));
    else if (!isApplication(marker) && marker !== comment) kept.push(bytes.subarray(start, end));
    if (marker === endOfImage)
      return hasScan ? { type: 'image/jpeg', ...size, bytes: joined(kept) } : undefined;
  }
  return undefined;
}

interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

/** Yields the segments of a JPEG up to its end; stops at anything that is not a segment. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  const view = viewOf(bytes);
  let start = 2;
  while (start + 2 <= bytes.length && bytes[start] === 0xff) {
    const marker = bytes[start + 1] ?? 0;
    // Any number of fill bytes may precede a marker.
    if (marker === 0xff) {
      start += 1;
      continue;
    }
    if (marker === endOfImage) {
      yield { marker, start, end: start + 2 };
      return;
    }
    if (start + 4 > bytes.length) return;
    const headEnd = start + 2 + view.getUint16(start + 2);
    if (headEnd < start + 4 || headEnd > bytes.length) return;
    const end = marker === startOfScan ? endOfScan(bytes, headEnd) : headEnd;
    yield { marker, start, end };
    start = end;
  }
}

/**
 * A scan header is followed by compressed data up to the next real marker; 0xff00 and restart
 * markers are part of the data.
 */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = start; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/**
 * The orientation of a photograph, as an Exif segment with nothing else: phones store the sensor's
 * orientation and only record the rotation.
 */
function orientation(segment: Uint8Array): Uint8Array[] {
  const tiff = segment.subarray(10);
  if (String.fromCharCode(...segment.subarray(4, 8)) !== 'Exif' || tiff.length < 8) return [];
  const view = viewOf(tiff);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return [];
  for (let entry = 0; entry < view.getUint16(directory, little); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return [];
    if (view.getUint16(at, little) !== 0x0112) continue;
    const way = view.getUint16(at + 8, little);
    return way >= 2 && way <= 8 ? [orientationSegment(way)] : [];
  }
  return [];
}

const orientationSegment = (way: number): Uint8Array =>
  Uint8Array.from([
    ...[0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
    ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01],
    ...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, way, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  ]);

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));
