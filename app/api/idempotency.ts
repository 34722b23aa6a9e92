import { createHash, createHmac } from 'node:crypto';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Answer } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import type { SignedIn } from '../http/visit.ts';
import { claimKey, keepAnswer, releaseKey, type StoredAnswer } from './replay-store.ts';
import { texts } from './texts.ts';

export interface ReplayServices {
  readonly db: Db;
  /**
   * Keys of this environment; a body may contain a password, so its fingerprint must be useless to
   * readers of the table.
   */
  readonly access: { readonly keys: readonly [string, ...string[]] };
}

type RepeatableCall = Call & { readonly actor: SignedIn; readonly input: unknown };

/** A response in storable form. */
interface Sent extends StoredAnswer {
  readonly answer: Answer;
}

/**
 * Runs a request at most once per `Idempotency-Key`; without a key it always runs. The change
 * itself is made idempotent by its command, which takes the key in its own transaction: a response
 * lost between the two is generated again.
 */
export async function once(
  { db, access }: ReplayServices,
  call: RepeatableCall,
  run: (actor: SignedIn) => Promise<Sent>,
  replay: (stored: StoredAnswer) => Answer,
): Promise<Answer> {
  const text = call.request.get('idempotency-key');
  if (text === undefined) return (await run(call.actor)).answer;
  if (!/^[\x21-\x7e]{1,255}$/.test(text))
    throw new AppError('bad_idempotency_key', { message: texts.refused.keyForm, status: 400 });
  const { method, path } = call.request;
  const key = createHash('sha256').update(text).digest();
  const fingerprint = createHmac('sha256', access.keys[0])
    .update(`${method} ${path} `)
    .update(JSON.stringify(call.input))
    .digest();
  const claim = { actorId: call.actor.id, key };
  const claimed = await claimKey(db, { ...claim, fingerprint, now: call.now });
  if (claimed.kind === 'answered') return replay(claimed.answer);
  if (claimed.kind === 'other')
    throw new AppError('idempotency_key_reused', { message: texts.refused.keyReused, status: 422 });
  if (claimed.kind === 'running') {
    throw new AppError('idempotency_key_running', {
      message: texts.refused.keyRunning,
      status: 409,
      details: { retryAfterSeconds: 1 },
    });
  }
  try {
    const submission = fingerprint.toString('hex');
    const sent = await run({
      ...call.actor,
      origin: {
        ...call.actor.origin,
        submission: `${key.toString('hex').slice(0, 32)}${submission.slice(0, 32)}`,
      },
    });
    await keepAnswer(db, claim, sent);
    return sent.answer;
  } catch (error) {
    await releaseKey(db, claim);
    throw error;
  }
}
