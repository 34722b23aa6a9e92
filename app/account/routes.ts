import type { VNode } from 'preact';
import {
  type AccessServices,
  accessSettings,
  listSessions,
  passwordAdvice,
  readSettings,
} from '../auth/index.ts';
import {
  type Answer,
  answer,
  download,
  empty,
  json,
  missing,
  page,
  type Refuse,
  redirect,
  withHeaders,
} from '../http/answers.ts';
import type { Upload } from '../http/body.ts';
import type { OwnCall } from '../http/call.ts';
import { setCookie } from '../http/cookies.ts';
import { wayBack } from '../http/fields.ts';
import { form, query, upload } from '../http/parsers.ts';
import { signedIn, signedInAnyway } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import { wantsJson } from '../http/wants-json.ts';
import { zoneLabel } from '../time-zone.ts';
import type { FormState } from '../ui/form-state.ts';
import { texts as common } from '../ui/texts.ts';
import { findAvatar } from './avatar-store.ts';
import { changePassword } from './change-password.ts';
import {
  changeDisplayName,
  changeSidebar,
  changeTheme,
  changeTimeZone,
  endOtherSessions,
  endOwnSession,
  removeAvatar,
  uploadAvatar,
} from './commands.ts';
import { PasswordDuePage, PreferencesPage, ProfilePage, SecurityPage } from './pages.tsx';
import { largestPicture, readPicture } from './picture.ts';
import { readAccount } from './queries.ts';
import {
  type AccountTab,
  accountQuery,
  passwordInput,
  profileInput,
  sidebarInput,
  themeInput,
  timeZoneInput,
} from './schema.ts';
import { texts } from './texts.ts';

/** Maximum size in bytes of a form with a picture. */
const largestForm = largestPicture + 16 * 1024;

/** The user's own name, picture, password, sessions and theme. */
export const accountRoutes = (services: AccessServices): Routes => {
  const show = shows(services);
  return routes()
    .offer('/account?tab=security', texts.offers.password)
    .offer('/account?tab=preferences', texts.offers.theme)
    .offer('/account#picture', texts.offers.picture)
    .offer('/account', texts.offers.name)
    .get('/account', signedIn, query(accountQuery), async ({ filter, ...call }) =>
      page(await show[filter.tab](call)),
    )
    .post(
      '/account/profile',
      signedIn,
      upload(profileInput, show.refusedProfile, { limit: largestForm }),
      async ({ input, files, actor, refused, request }) => {
        if (input.action === 'update_display_name') {
          const { saved } = texts;
          return programOr(
            request,
            await answer(await changeDisplayName(services, actor, input.display_name), {
              saved: (name) => redirect('/account', saved.displayName(name)),
              refused,
            }),
          );
        }
        if (input.action === 'delete_avatar') {
          return programOr(
            request,
            await answer(await removeAvatar(services, actor, undefined), {
              saved: redirect('/account', texts.saved.avatarDeleted),
              refused,
            }),
          );
        }
        return programOr(request, await savePicture(services, actor, files.get('avatar'), refused));
      },
    )
    .get('/account/password', signedInAnyway, async (call) =>
      call.visit.passwordDue === undefined
        ? redirect('/account?tab=security')
        : page(await show.password(call)),
    )
    .post(
      '/account',
      signedInAnyway,
      form(passwordInput, show.password),
      async ({ input, visit, refused, response }) => {
        const change = {
          current: input.current_password,
          fresh: input.new_password,
          again: input.confirm_password,
        };
        const result = await changePassword(services, visit, change);
        if (!result.ok) return refused(result.problems, result.status);
        setCookie(response, services.access.cookies.session, result.sessionId, {
          secure: services.access.secure,
        });
        return redirect(
          visit.passwordDue === undefined ? '/account?tab=security' : '/dashboard',
          texts.saved.password(result.ended),
        );
      },
    )
    .post('/account/sessions/end-others', signedIn, async ({ actor, visit }) =>
      answer(await endOtherSessions(services, actor, visit.sessionId), {
        saved: (ended) => redirect('/account?tab=security', texts.saved.signedOut(ended)),
      }),
    )
    .post('/account/sessions/:id/end', signedIn, async ({ actor, id }) =>
      answer(await endOwnSession(services, actor, id), {
        saved: redirect('/account?tab=security', texts.saved.sessionEnded),
      }),
    )
    .post(
      '/account/theme',
      signedIn,
      form(themeInput),
      async ({ actor, input: { theme, back }, request }) =>
        backTo(
          request,
          await changeTheme(services, actor, { theme_preference: theme }),
          back,
          texts.saved.theme(common.shell.themes[theme]),
        ),
    )
    .post(
      '/account/time-zone',
      signedIn,
      form(timeZoneInput, (call: OwnCall, state) =>
        PreferencesPage({ ...preferencesOf(call), zoneState: state }),
      ),
      async ({ actor, input: { time_zone: zone }, refused }) =>
        answer(await changeTimeZone(services, actor, { 'pref.time_zone': zone }), {
          saved: redirect(
            '/account?tab=preferences',
            zone === '' ? texts.saved.timeZoneOfBrowser : texts.saved.timeZone(zoneLabel(zone)),
          ),
          refused,
        }),
    )
    .post(
      '/account/sidebar',
      signedIn,
      form(sidebarInput),
      async ({ actor, input: { sidebar, back }, request }) =>
        backTo(request, await changeSidebar(services, actor, { 'pref.sidebar': sidebar }), back),
    )
    .get('/users/:id/avatar/:digest(text)', signedIn, async ({ id, digest }) => {
      const found = await findAvatar(services.db, id, digest);
      if (found === undefined) throw missing(texts.problem.picture);
      return withHeaders(download({ body: found.content, type: found.type }), {
        'Cache-Control': 'private, max-age=31536000, immutable',
      });
    });
};

const preferencesOf = ({ visit }: Pick<OwnCall, 'visit'>) => ({
  theme: visit.theme,
  timeZone: visit.timeZone,
  ownTimeZone: visit.ownTimeZone,
});

/** The pages of the account, also after a refusal. */
function shows(services: AccessServices) {
  const { db, config, now, access } = services;
  const adviceFor = (settings: Readonly<Record<string, string>>): string =>
    passwordAdvice(accessSettings(settings, config.environment));
  const profile = async (
    { actor }: Pick<OwnCall, 'actor'>,
    states: { nameState?: FormState; pictureState?: FormState } = {},
  ): Promise<VNode> =>
    ProfilePage({
      account: await readAccount(db, actor.id, now()),
      roles: actor.roles,
      avatar: actor.avatar ?? null,
      ...states,
    });
  const security = async ({ actor, visit }: OwnCall, state?: FormState): Promise<VNode> => {
    const [account, sessions] = await Promise.all([
      readAccount(db, actor.id, now()),
      listSessions(db, actor.id, { now: now(), limits: access.limits }),
    ]);
    const advice = adviceFor(account.settings);
    return SecurityPage({ account, advice, sessions, current: visit.sessionId, state });
  };
  const password = async (call: OwnCall, state?: FormState): Promise<VNode> =>
    call.visit.passwordDue === undefined
      ? security(call, state)
      : PasswordDuePage({
          reason: call.visit.passwordDue,
          userName: call.actor.name,
          advice: adviceFor(await readSettings(db)),
          state,
        });
  const preferences = async (call: Pick<OwnCall, 'visit'>): Promise<VNode> =>
    PreferencesPage(preferencesOf(call));
  const refusedProfile = (call: OwnCall, state: FormState): Promise<VNode> =>
    profile(
      call,
      state.values['action'] === 'upload_avatar' ? { pictureState: state } : { nameState: state },
    );
  const tabs: Record<AccountTab, (call: OwnCall) => Promise<VNode>> = {
    profile: (call) => profile(call),
    security: (call) => security(call),
    preferences,
  };
  return { ...tabs, password, refusedProfile };
}

async function savePicture(
  services: AccessServices,
  actor: SignedIn,
  file: Upload | undefined,
  refused: Refuse,
): Promise<Answer> {
  const no = (message: string, status?: 413): Answer | Promise<Answer> =>
    refused([{ field: 'avatar', message }], status);
  if (file === undefined) return no(texts.profile.noFile);
  if (file.isCut) return no(texts.profile.tooLarge, 413);
  if (file.bytes.length > largestPicture) return no(texts.profile.tooLarge);
  const picture = readPicture(file.bytes);
  if (picture === undefined) return no(texts.profile.notPicture);
  return answer(await uploadAvatar(services, actor, picture), {
    saved: redirect('/account', texts.saved.avatar),
    refused,
  });
}

/** Redirects a browser; returns JSON to a program (spec account#display-name). */
const programOr = (request: OwnCall['request'], made: Answer): Answer =>
  wantsJson(request) && made.kind === 'redirect' ? json({ success: true }) : made;

/** Redirects to the page on which a shell control was used. */
async function backTo(
  request: OwnCall['request'],
  outcome: Parameters<typeof answer>[0],
  back: string | undefined,
  flash?: string,
): Promise<Answer> {
  const to = wayBack(back, '/account');
  return answer(outcome, { saved: wantsJson(request) ? empty() : redirect(to, flash) });
}
