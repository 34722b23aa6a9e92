import { fileTypeFromBuffer } from 'file-type';

/**
 * The media type of a file by its first bytes: a known signature, plain text, or unknown. What the
 * browser says is not asked.
 */
export async function mediaTypeOf(start: Uint8Array): Promise<string> {
  const known = await fileTypeFromBuffer(start);
  if (known !== undefined) return known.mime;
  return isText(start) ? 'text/plain' : 'application/octet-stream';
}

/** Whether bytes are UTF-8 without control characters. The last character may be cut. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return !/[^\P{Cc}\t\n\f\r]/u.test(text);
  } catch {
    return false;
  }
}

/** A name for a file from what the browser sent: without folders and control characters. */
export function fileNameOf(sent: string): string {
  const name = (sent.split(/[/\\]/).pop() ?? '').replaceAll(/\p{Cc}/gu, '').trim();
  return [...name].slice(0, 200).join('') || 'file';
}
