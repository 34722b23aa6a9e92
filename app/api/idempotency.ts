import { createHash, createHmac } from 'node:crypto';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Answer } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import type { SignedIn } from '../http/visit.ts';
import { findAnswer, keepAnswer, type StoredAnswer } from '../ontology/submission.ts';
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
 * Runs a request at most once per `Idempotency-Key`; without a key it always runs. The command of
 * the request takes the key as its submission, so a key is only taken by a change that is saved: a
 * refused request may be corrected under its key. A response that was lost after the change is
 * made again.
 */
export async function once(
  { db, access }: ReplayServices,
  call: RepeatableCall,
  run: (actor: SignedIn) => Promise<Sent>,
  replay: (stored: StoredAnswer) => Answer,
): Promise<Answer> {
  const { actor, request, input } = call;
  const key = request.get('idempotency-key');
  if (key === undefined) return (await run(actor)).answer;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new AppError('bad_idempotency_key', { message: texts.refused.keyForm, status: 400 });
  const submission = {
    token: createHash('sha256').update(key).digest('hex'),
    content: createHmac('sha256', access.keys[0])
      .update(`${request.method} ${request.path} `)
      .update(JSON.stringify(input ?? null))
      .digest('hex'),
  };
  const earlier = await findAnswer(db, actor.id, submission);
  if (earlier !== undefined) return replay(earlier);
  const sent = await run({ ...actor, origin: { ...actor.origin, submission } });
  await keepAnswer(db, actor.id, submission, sent);
  return sent.answer;
}
