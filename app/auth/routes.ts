import type { Response } from 'express';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { type Answer, empty, json, page, redirect, withHeaders } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { setCookie } from '../http/cookies.ts';
import type { Metrics } from '../http/metrics.ts';
import { form, query } from '../http/parsers.ts';
import { open, signedInAnyway, unattended } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { secondsLeft } from '../http/shell.ts';
import type { Visit } from '../http/visit.ts';
import { wantsJson } from '../http/wants-json.ts';
import { firstTimeZone, isTimeZone } from '../time-zone.ts';
import type { FormState } from '../ui/form-state.ts';
import { localPath } from '../ui/local-path.ts';
import { momentInWords, zoneInWords } from '../ui/moments.ts';
import type { FlashMessage } from '../ui/shell-context.ts';
import type { AccessServices } from './access.ts';
import { readSettings, readTimeZone } from './credential-store.ts';
import { SignInPage } from './pages.tsx';
import { signInInput, signInQuery } from './schema.ts';
import { type SignInResult, signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { texts } from './texts.ts';

/** Signing in and out, and whether one still is. */
export const authRoutes = (services: AccessServices & { readonly metrics: Pick<Metrics, 'countSignIn'> }): Routes =>
  routes()
    .get('/login', open, query(signInQuery), async ({ filter, visitor }) => {
      if ((await visitor()) !== undefined) return redirect(placeAfter(filter.next));
      return page(await signInPage(services, { next: filter.next }));
    })
    .post(
      '/login',
      open,
      form(signInInput, (_call: Call, state) => signInPage(services, { state })),
      async (call) => {
        const { input, request, response, visitor } = call;
        if ((await visitor()) !== undefined) return redirect(placeAfter(input.next));
        const result = await signIn(services, { name: input.username, password: input.password, origin: call.origin });
        services.metrics.countSignIn(result.kind);
        if (result.kind !== 'signed-in') return refusal(services, call, result);
        setCookie(response, services.access.cookies.session, result.sessionId, { secure: services.access.secure });
        setCookie(response, services.access.cookies.visitor, '', { secure: services.access.secure, maxAge: 0 });
        const zone = keepBrowserZone(services, response, input.time_zone);
        return wantsJson(request)
          ? json({ name: result.label, csrf: result.csrf })
          : redirect(placeAfter(input.next), greeting(result, call.now, await zoneOf(services.db, result.userId, zone)));
      },
    )
    .post('/logout', signedInAnyway, async ({ visit, response }) => {
      await signOut(services, visit);
      setCookie(response, services.access.cookies.session, '', { secure: services.access.secure, maxAge: 0 });
      return withHeaders(redirect('/login', { tone: 'info', text: texts.signedOut }), { 'Clear-Site-Data': '"storage"' });
    })
    .get('/session', unattended, ({ visit, now }) => sessionAnswer(visit, now))
    .post('/session', signedInAnyway, ({ visit, now }) => sessionAnswer(visit, now));

/** How long a session still lasts, for scripts: a GET only asks, a POST is somebody who wants to stay (platform.md 13.4). */
const sessionAnswer = (visit: Visit, now: Date): Answer =>
  withHeaders(empty(), { 'X-Session-Ends': visit.endsAt.toISOString(), 'X-Session-Left': secondsLeft(visit, now).join(' ') });

const placeAfter = (next = ''): string => localPath(next) ?? '/dashboard';

/** Remembers where a browser is, so that its pages say times as its clock does. Gives back what counts for it. */
function keepBrowserZone({ access }: AccessServices, response: Response, zone: string | undefined): string | undefined {
  if (zone === undefined || !isTimeZone(zone)) return undefined;
  setCookie(response, access.cookies.timeZone, zone, { secure: access.secure, maxAge: 365 * 86_400 });
  return zone;
}

/** Where somebody who has just signed in reads times. */
async function zoneOf(db: Db, userId: string, browserZone: string | undefined): Promise<string> {
  const { own, standard } = await readTimeZone(db, userId);
  return firstTimeZone(own, browserZone, standard);
}

interface SignInView {
  readonly state?: FormState;
  readonly next?: string | undefined;
  readonly note?: FlashMessage | undefined;
}

async function signInPage({ db }: AccessServices, { state, next = formNext(state), note }: SignInView) {
  const settings = await readSettings(db);
  const [notice, support] = [settings['auth.sign_in_notice']?.trim(), settings['app.support']?.trim()];
  return SignInPage({
    ...(state === undefined ? {} : { state }),
    ...{ next, note, notice: notice === '' ? undefined : notice, support: support === '' ? undefined : support },
  });
}

const formNext = (state: FormState | undefined): string | undefined => {
  const next = state?.values['next'];
  return typeof next === 'string' ? next : undefined;
};

async function refusal(
  services: AccessServices,
  { request, input, now }: Call & { readonly input: { readonly username: string; readonly next?: string | undefined } },
  result: Exclude<SignInResult, { kind: 'signed-in' }>,
): Promise<Answer> {
  const blocked = result.kind === 'blocked';
  const seconds = blocked ? Math.max(1, Math.ceil(((result.retryAt ?? now).getTime() - now.getTime()) / 1000)) : 0;
  const retryAfterSeconds = blocked && result.retryAt === null ? 3600 : seconds;
  const text =
    result.kind === 'wrong' ? `${texts.wrong} ${texts.left(result.left, result.lockMinutes)}` : blockedText(result.retryAt, seconds);
  if (wantsJson(request)) {
    const details = { problems: [{ message: text }], ...(blocked ? { retryAfterSeconds } : {}) };
    throw new AppError(blocked ? 'too_many_attempts' : 'wrong_credentials', { message: text, status: blocked ? 429 : 422, details });
  }
  const state = { values: { username: input.username }, problems: [] };
  const shown = page(await signInPage(services, { state, next: input.next, note: { tone: 'error', text } }), blocked ? 429 : 422);
  return blocked ? withHeaders(shown, { 'Retry-After': String(retryAfterSeconds) }) : shown;
}

const blockedText = (retryAt: Date | null, seconds: number): string =>
  `${texts.blocked} ${retryAt === null ? texts.locked : texts.retry(Math.ceil(seconds / 60))}`;

/** When one was here last and who else tried, so that somebody notices what they didn't do themselves (platform.md 13.4). */
function greeting(
  { lastSignInAt, failures, lastFailureAt }: SignInResult & { kind: 'signed-in' },
  now: Date,
  timeZone: string,
): FlashMessage {
  const reading = { now, locale: 'en-GB', timeZone, inSentence: true };
  const inWords = (at: Date): string => `${momentInWords(at, 'moment', reading)} ${zoneInWords(at, reading)}`;
  const last = lastSignInAt === null ? texts.welcomeFirst : texts.welcome(inWords(lastSignInAt));
  if (failures === 0 || lastFailureAt === null) return { tone: 'info', text: last };
  return { tone: 'warning', text: `${last} ${texts.failuresSince(failures, inWords(lastFailureAt))}` };
}
