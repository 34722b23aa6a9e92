import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';
import { isSameText } from '../http/same-text.ts';
import type { SessionKeys } from './session-secret.ts';

/** A form that was submitted after its session ended, to be returned to its user. */
export interface KeptForm {
  readonly userId: string;
  /** Address it was submitted to. */
  readonly to: string;
  /** The page with the form. */
  readonly back: string;
  /** Submitted values, without secrets. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** When it was submitted, in milliseconds. */
  readonly at: number;
}

const kept = z.object({
  userId: z.string(),
  to: z.string(),
  back: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  at: z.number(),
});

/** How long a form is kept until its user signs in again. */
const lastsMs = 60 * 60_000;

/**
 * Owner of the forms open in a browser, and their tokens: those of the current session and the
 * previous one.
 */
export interface FormOwner {
  readonly userId: string;
  readonly marks: readonly string[];
}

/**
 * The part of a session's token that a cookie keeps: enough to recognize it, too little to submit a
 * form.
 */
export const tokenMark = (csrf: string): string =>
  createHash('sha256').update('form owner').update(csrf).digest('base64url').slice(0, 22);

/** The signed cookie that identifies the owner of a browser's forms. */
export function ownerCookie({ userId, marks }: FormOwner, [key]: SessionKeys): string {
  const text = [userId, ...marks.slice(0, 2)].join('.');
  return `${text}.${signature(text, key)}`;
}

/** The owner in a cookie; `undefined` if the signature is invalid. */
export function ownerOf(cookie: string | undefined, keys: SessionKeys): FormOwner | undefined {
  const parts = (cookie ?? '').split('.');
  const signed = parts.slice(0, -1);
  const isSigned = keys.some((key) =>
    isSameText(parts.at(-1) ?? '', signature(signed.join('.'), key)),
  );
  const [userId, ...marks] = signed;
  return isSigned && userId !== undefined && marks.length > 0 ? { userId, marks } : undefined;
}

const signature = (text: string, key: string): string =>
  createHmac('sha256', key).update(`form owner ${text}`).digest('base64url');

const keyFor = (key: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, '', 'kept form', 32));

/**
 * Seals a form for a hidden field of the sign-in page: another user who signs in on this browser
 * cannot read it.
 */
export function sealForm(form: KeptForm, [key]: SessionKeys): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(key), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(form), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

/**
 * Opens the sealed form for the user who sent it. `undefined`: another user sent it, it has
 * expired, or the seal is invalid.
 */
export function openForm(
  sealed: string,
  userId: string,
  keys: SessionKeys,
  now: Date,
): KeptForm | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  for (const key of keys) {
    const text = decrypted(bytes, keyFor(key));
    if (text === undefined) continue;
    const parsed = kept.safeParse(JSON.parse(text));
    if (!parsed.success || parsed.data.userId !== userId) return undefined;
    return now.getTime() - parsed.data.at <= lastsMs ? parsed.data : undefined;
  }
  return undefined;
}

function decrypted(bytes: Buffer, key: Uint8Array): string | undefined {
  if (bytes.length < 28) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
