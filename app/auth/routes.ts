import type { Response } from 'express';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { type Answer, empty, json, page, redirect, withHeaders } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { readCookie, setCookie } from '../http/cookies.ts';
import { wayBack } from '../http/fields.ts';
import type { Metrics } from '../http/metrics.ts';
import { form, query } from '../http/parsers.ts';
import { open, proven, signedIn, signedInAnyway, unattended } from '../http/policy.ts';
import { confirmPath } from '../http/proofs.ts';
import { type Routes, routes } from '../http/routes.ts';
import { secondsLeft } from '../http/shell.ts';
import type { Visit } from '../http/visit.ts';
import { wantsJson } from '../http/wants-json.ts';
import { firstTimeZone, isTimeZone } from '../time-zone.ts';
import { momentInWords, zoneInWords } from '../ui/moments.ts';
import type { FlashMessage } from '../ui/shell-context.ts';
import type { AccessServices } from './access.ts';
import { readTimeZone } from './credential-store.ts';
import { openForm, ownerCookie, ownerOf, tokenMark } from './kept-form.ts';
import { ProofPage, ResumePage } from './pages.tsx';
import { confirmQuery, signInInput, signInQuery } from './schema.ts';
import { type SignInResult, signIn } from './sign-in.ts';
import { signInPage } from './sign-in-page.ts';
import { signOut } from './sign-out.ts';
import { texts } from './texts.ts';

/** Sign-in, sign-out and the state of the session. */
export const authRoutes = (
  services: AccessServices & { readonly metrics: Pick<Metrics, 'countSignIn'> },
): Routes =>
  routes()
    .get('/login', open, query(signInQuery), async ({ filter, visitor }) => {
      if ((await visitor()) !== undefined) return redirect(placeAfter(filter.next));
      return page(await signInPage(services, { next: filter.next }));
    })
    .post(
      '/login',
      open,
      form(signInInput, (_call: Call, state) => signInPage(services, { state }), {
        limit: largestSignIn,
      }),
      async (call) => {
        const { input, request, response, visitor } = call;
        const visit = await visitor();
        if (visit !== undefined)
          return (
            resumed(services, call, { userId: visit.actor.id, csrf: visit.csrf }) ??
            redirect(placeAfter(input.next))
          );
        const result = await signIn(services, {
          name: input.username,
          password: input.password,
          origin: call.origin,
        });
        services.metrics.countSignIn(result.kind);
        if (result.kind !== 'signed-in') return refusal(services, call, result);
        setCookie(response, services.access.cookies.session, result.sessionId, {
          secure: services.access.secure,
        });
        setCookie(response, services.access.cookies.visitor, '', {
          secure: services.access.secure,
          maxAge: 0,
        });
        setFormOwner(services, call, result);
        const zone = keepBrowserZone(services, response, input.time_zone);
        const again = wantsJson(request) ? undefined : resumed(services, call, result);
        if (again !== undefined) return again;
        return wantsJson(request)
          ? json({ name: result.label, csrf: result.csrf })
          : redirect(
              placeAfter(input.next),
              greeting(result, call.now, await zoneOf(services.db, result.userId, zone)),
            );
      },
    )
    .get(confirmPath, signedIn, query(confirmQuery), ({ filter: { back } }) =>
      page(ProofPage({ to: confirmPath, fields: { back: placeAfter(back) }, result: undefined })),
    )
    .post(confirmPath, proven(signedIn), form(confirmQuery), ({ input: { back } }) =>
      redirect(placeAfter(back), texts.proof.confirmed),
    )
    .post('/logout', signedInAnyway, async ({ visit, response }) => {
      await signOut(services, visit);
      setCookie(response, services.access.cookies.session, '', {
        secure: services.access.secure,
        maxAge: 0,
      });
      return withHeaders(redirect('/login', { tone: 'info', text: texts.signedOut }), {
        'Clear-Site-Data': '"storage"',
      });
    })
    .get('/session', unattended, ({ visit, now }) => sessionAnswer(visit, now))
    .post('/session', signedInAnyway, ({ visit, now }) => sessionAnswer(visit, now));

/** Maximum size of the sign-in form, including a sealed form. */
const largestSignIn = 192 * 1024;

type SignInCall = Pick<Call, 'request' | 'response' | 'now'> & {
  readonly input: { readonly kept?: string | undefined };
};
type Beginning = { readonly userId: string; readonly csrf: string };

/** Returns a form that was sent after its session ended, to the user who sent it only. */
function resumed(
  { access }: AccessServices,
  { input, now }: SignInCall,
  { userId, csrf }: Beginning,
): Answer | undefined {
  const form =
    input.kept === undefined ? undefined : openForm(input.kept, userId, access.keys, now);
  return form && page(ResumePage({ form, csrf }));
}

/**
 * Records the owner of the forms open in this browser, together with those of the previous session
 * of the same user.
 */
function setFormOwner(
  { access }: AccessServices,
  { request, response }: SignInCall,
  { userId, csrf }: Beginning,
): void {
  const before = ownerOf(readCookie(request, access.cookies.forms), access.keys);
  const marks = [tokenMark(csrf), ...(before?.userId === userId ? before.marks.slice(0, 1) : [])];
  setCookie(response, access.cookies.forms, ownerCookie({ userId, marks }, access.keys), {
    secure: access.secure,
  });
}

/**
 * Remaining time of a session, for scripts. A GET reads it, a POST extends the session (spec
 * sign-in#expiry-warning).
 */
const sessionAnswer = (visit: Visit, now: Date): Answer =>
  withHeaders(empty(), {
    'X-Session-Ends': visit.endsAt.toISOString(),
    'X-Session-Left': secondsLeft(visit, now).join(' '),
  });

const placeAfter = (next?: string): string => wayBack(next, '/dashboard');

/** Stores the browser's time zone for its pages. Returns the zone in effect. */
function keepBrowserZone(
  { access }: AccessServices,
  response: Response,
  zone: string | undefined,
): string | undefined {
  if (zone === undefined || !isTimeZone(zone)) return undefined;
  setCookie(response, access.cookies.timeZone, zone, {
    secure: access.secure,
    maxAge: 365 * 86_400,
  });
  return zone;
}

/** The time zone of a user who has just signed in. */
async function zoneOf(db: Db, userId: string, browserZone: string | undefined): Promise<string> {
  const { own, standard } = await readTimeZone(db, userId);
  return firstTimeZone(own, browserZone, standard);
}

async function refusal(
  services: AccessServices,
  {
    request,
    input,
    now,
  }: Call & {
    readonly input: {
      readonly username: string;
      readonly next?: string | undefined;
      readonly kept?: string | undefined;
    };
  },
  result: Exclude<SignInResult, { kind: 'signed-in' }>,
): Promise<Answer> {
  const blocked = result.kind === 'blocked';
  const seconds = blocked
    ? Math.max(1, Math.ceil(((result.retryAt ?? now).getTime() - now.getTime()) / 1000))
    : 0;
  const retryAfterSeconds = blocked && result.retryAt === null ? 3600 : seconds;
  const text =
    result.kind === 'wrong'
      ? `${texts.wrong} ${texts.left(result.left, result.lockMinutes)}`
      : blockedText(result.retryAt, seconds);
  if (wantsJson(request)) {
    const details = { problems: [{ message: text }], ...(blocked ? { retryAfterSeconds } : {}) };
    throw new AppError(blocked ? 'too_many_attempts' : 'wrong_credentials', {
      message: text,
      status: blocked ? 429 : 422,
      details,
    });
  }
  const state = { values: { username: input.username }, problems: [] };
  const shown = page(
    await signInPage(services, {
      state,
      next: input.next,
      kept: input.kept,
      note: { tone: 'error', text },
    }),
    blocked ? 429 : 422,
  );
  return blocked ? withHeaders(shown, { 'Retry-After': String(retryAfterSeconds) }) : shown;
}

const blockedText = (retryAt: Date | null, seconds: number): string =>
  `${texts.blocked} ${retryAt === null ? texts.locked : texts.retry(Math.ceil(seconds / 60))}`;

/**
 * The last sign-in and failed attempts since, so that users notice attempts by others (spec
 * sign-in#last-sign-in).
 */
function greeting(
  { lastSignInAt, failures, lastFailureAt }: SignInResult & { kind: 'signed-in' },
  now: Date,
  timeZone: string,
): FlashMessage {
  const reading = { now, timeZone, inSentence: true };
  const inWords = (at: Date): string =>
    `${momentInWords(at, 'moment', reading)} ${zoneInWords(at, reading)}`;
  const last = lastSignInAt === null ? texts.welcomeFirst : texts.welcome(inWords(lastSignInAt));
  if (failures === 0 || lastFailureAt === null) return { tone: 'info', text: last };
  return {
    tone: 'warning',
    text: `${last} ${texts.failuresSince(failures, inWords(lastFailureAt))}`,
  };
}
