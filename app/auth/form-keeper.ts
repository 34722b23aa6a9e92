import type { Request } from 'express';
import { ownAddress, referrerOf } from '../http/address.ts';
import { type Answer, page } from '../http/answers.ts';
import { readForm } from '../http/body.ts';
import { readCookie } from '../http/cookies.ts';
import { keptFields } from '../http/kept-fields.ts';
import { isUnsafe } from '../http/origin-check.ts';
import { hasForm } from '../http/proofs.ts';
import { unmaskToken } from '../http/token-mask.ts';
import type { Gate } from '../http/visit.ts';
import type { AccessServices } from './access.ts';
import { type FormOwner, ownerOf, sealForm, tokenMark } from './kept-form.ts';
import { signInPage } from './sign-in-page.ts';
import { texts } from './texts.ts';

/** Maximum size in bytes of a kept form, which goes to the browser and back. */
const largest = 64 * 1024;

/**
 * Keeps forms that are submitted after their session ended. A signed cookie identifies the owner
 * and tokens of the forms open in the browser: a form from another site matches none of them, and a
 * form is restored only for the same user.
 */
export function createFormKeeper(
  services: AccessServices,
): Pick<Gate, 'isFormerToken' | 'keepForm'> {
  const { access, now } = services;
  const owner = (request: Request) =>
    ownerOf(readCookie(request, access.cookies.forms), access.keys);
  const fits = ({ marks }: FormOwner, token: string): boolean =>
    marks.includes(tokenMark(unmaskToken(token)));
  return {
    isFormerToken(request, { actor }, token) {
      const known = owner(request);
      return known?.userId === actor.id && fits(known, token);
    },

    async keepForm(request): Promise<Answer | undefined> {
      if (!isUnsafe(request.method) || !hasForm(request)) return undefined;
      const known = owner(request);
      const to = ownAddress(request);
      if (known === undefined || to === undefined) return undefined;
      const fields = await readForm(request, largest).catch(() => undefined);
      const token = fields?.['csrf_token'];
      if (fields === undefined || typeof token !== 'string' || !fits(known, token))
        return undefined;
      const back = referrerOf(request) ?? '/dashboard';
      const form = {
        userId: known.userId,
        to,
        back,
        fields: keptFields(fields),
        at: now().getTime(),
      };
      const kept = sealForm(form, access.keys);
      return page(
        await signInPage(services, {
          next: back,
          kept,
          note: { tone: 'info', text: texts.formKept },
        }),
        401,
      );
    },
  };
}
