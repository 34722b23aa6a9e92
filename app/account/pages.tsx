import type { ComponentChildren } from 'preact';
import type { OwnSession } from '../auth/index.ts';
import { browserName, keptDays } from '../security-notices/index.ts';
import { timeZones, zoneLabel } from '../time-zone.ts';
import { Button } from '../ui/button.tsx';
import { RadiosField, SelectField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { GatePage } from '../ui/gate-page.tsx';
import { DescriptionList, Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Avatar } from '../ui/person.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import type { AccountNotice, ThemeChoice } from '../ui/shell-context.ts';
import { FileField, PasswordField, TextField } from '../ui/text-field.tsx';
import { texts as common } from '../ui/texts.ts';
import { Time } from '../ui/time.tsx';
import type { Account } from './account.ts';
import { AccountPage } from './frame.tsx';
import { largestPicture } from './picture.ts';
import { texts } from './texts.ts';

interface ProfileProps {
  readonly account: Account;
  readonly roles: readonly string[];
  readonly avatar: string | null;
  readonly nameState?: FormState | undefined;
  readonly pictureState?: FormState | undefined;
}

export const ProfilePage = ({
  account,
  roles,
  avatar,
  nameState,
  pictureState = freshForm(),
}: ProfileProps) => (
  <AccountPage tab="profile">
    <Section id="name" title={texts.profile.name}>
      <Form
        to="/account/profile"
        id="name-form"
        state={nameState ?? freshForm({ display_name: account.label })}
        submit={texts.profile.save}
        hidden={{ action: 'update_display_name' }}
      >
        <TextField
          name="display_name"
          label={texts.profile.displayName}
          help={texts.profile.displayNameHelp}
          width="m"
          most={100}
          autocomplete="name"
        />
      </Form>
    </Section>
    <Section id="picture" title={texts.profile.picture}>
      <div class="who">
        <Avatar name={account.label} large src={avatar} />
        <span>{account.label}</span>
      </div>
      <Form
        to="/account/profile"
        id="picture-form"
        state={pictureState}
        hidden={{ action: 'upload_avatar' }}
        upload
      >
        <FileField
          name="avatar"
          label={texts.profile.pictureField}
          help={texts.profile.pictureHelp}
          accept="image/jpeg,image/png"
          most={{ bytes: largestPicture, message: texts.profile.tooLarge }}
        />
        <div class="acts">
          <Button type="submit">{texts.profile.savePicture}</Button>
          {avatar !== null && (
            <Button kind="danger" opens="delete-picture">
              {texts.profile.deletePicture}
            </Button>
          )}
        </div>
      </Form>
      {avatar !== null && (
        <Dialog
          id="delete-picture"
          title={texts.profile.deleteQuestion}
          to="/account/profile"
          fields={{ action: 'delete_avatar' }}
          confirm={texts.profile.deleteConfirm}
          keep={texts.profile.keep}
        >
          <p>{texts.profile.deleteConsequence}</p>
        </Dialog>
      )}
    </Section>
    <Section id="facts" title={texts.title} quiet>
      <DescriptionList
        of={[
          [texts.profile.userName, account.name],
          [texts.profile.email, account.email],
          [texts.profile.roles, roles.length === 0 ? texts.profile.noRoles : roles.join(', ')],
        ]}
      />
    </Section>
  </AccountPage>
);

interface SecurityProps {
  readonly account: Account;
  readonly advice: string;
  readonly sessions: readonly OwnSession[];
  /** Id of the current session. */
  readonly current: string;
  readonly state?: FormState | undefined;
}

export const SecurityPage = ({ account, advice, sessions, current, state }: SecurityProps) => (
  <AccountPage tab="security">
    <Section id="password" title={texts.security.password}>
      <PasswordForm
        userName={account.name}
        advice={advice}
        submit={texts.security.change}
        state={state}
      >
        <p class="small muted">{texts.security.changeHelp(account.tokens)}</p>
      </PasswordForm>
      <DescriptionList
        of={[
          [
            texts.security.lastChanged,
            account.passwordChangedAt && (
              <Time key="changed" at={account.passwordChangedAt} style="moment" />
            ),
          ],
          [
            texts.security.lastFailure,
            account.lastFailureAt && (
              <Time key="failed" at={account.lastFailureAt} style="moment" />
            ),
          ],
        ]}
      />
    </Section>
    <Section
      id="sessions"
      title={texts.security.sessions}
      count={sessions.length}
      end={
        (sessions.length > 1 || account.tokens.length > 0) && (
          <PostButton to="/account/sessions/end-others" small>
            {texts.security.endOthers}
          </PostButton>
        )
      }
    >
      <p class="small muted">{texts.security.endOthersHelp}</p>
      <Rows of={sessions.map((session) => sessionRow(session, session.id === current))} />
    </Section>
    <Section id="activity" title={texts.security.activity}>
      <p class="small muted">{texts.security.activityHelp(keptDays)}</p>
      {account.activity.length === 0 ? (
        <p class="muted">{texts.security.noActivity}</p>
      ) : (
        <Rows of={account.activity.map(activityRow)} />
      )}
    </Section>
  </AccountPage>
);

const activityRow = ({ id, at, text, where }: AccountNotice) => ({
  key: id,
  text,
  sub: (
    <>
      <Time at={at} style="moment" />
      {where !== undefined && ` · ${where}`}
    </>
  ),
});

function sessionRow(
  { id, address, userAgent, createdAt, lastSeenAt }: OwnSession,
  isCurrent: boolean,
) {
  const name = browserName(userAgent) ?? texts.security.unknownBrowser;
  return {
    key: id,
    text: isCurrent ? `${name} · ${texts.security.here}` : name,
    sub: (
      <>
        {address !== null && `${address} · `}
        {texts.security.begun} <Time at={createdAt} style="moment" inSentence /> ·{' '}
        {texts.security.used} <Time at={lastSeenAt} style="relative" inSentence />
      </>
    ),
    ...(isCurrent
      ? {}
      : {
          end: (
            <PostButton to={`/account/sessions/${id}/end`} small kind="quiet">
              {texts.security.end}
              <span class="vh"> {texts.security.endOf(name)}</span>
            </PostButton>
          ),
        }),
  };
}

interface PreferencesProps {
  readonly theme: ThemeChoice;
  /** The effective time zone, and the user's choice. */
  readonly timeZone: string;
  readonly ownTimeZone: string | undefined;
  readonly zoneState?: FormState;
}

export const PreferencesPage = ({
  theme,
  timeZone,
  ownTimeZone = '',
  zoneState,
}: PreferencesProps) => (
  <AccountPage tab="preferences">
    <Section id="theme" title={texts.preferences.title}>
      <Form
        to="/account/theme"
        id="theme-form"
        state={freshForm({ theme })}
        submit={texts.preferences.save}
        hidden={{ back: '/account?tab=preferences' }}
      >
        <RadiosField
          name="theme"
          label={texts.preferences.theme}
          help={texts.preferences.themeHelp}
          options={(['auto', 'light', 'dark', 'contrast'] as const).map((value) => ({
            value,
            label: common.shell.themes[value],
          }))}
        />
      </Form>
    </Section>
    <Section id="times" title={texts.preferences.times}>
      <Form
        to="/account/time-zone"
        id="time-zone-form"
        state={zoneState ?? freshForm({ time_zone: ownTimeZone })}
        submit={texts.preferences.saveTimeZone}
      >
        <SelectField
          name="time_zone"
          label={texts.preferences.timeZone}
          help={texts.preferences.timeZoneHelp}
          width="m"
          optional
          empty={
            ownTimeZone === ''
              ? texts.preferences.timeZoneOfBrowser(zoneLabel(timeZone))
              : texts.preferences.timeZoneOfBrowserAny
          }
          options={zoneOptions}
        />
      </Form>
    </Section>
  </AccountPage>
);

const zoneOptions = timeZones.map((zone) => ({ value: zone, label: zoneLabel(zone) }));

interface PasswordDueProps {
  readonly reason: 'initial' | 'expired';
  readonly userName: string;
  readonly advice: string;
  readonly state?: FormState | undefined;
}

/** Precedes every other page until a new password is chosen. */
export const PasswordDuePage = ({ reason, userName, advice, state }: PasswordDueProps) => (
  <GatePage title={texts.due.title}>
    <PasswordForm
      userName={userName}
      advice={advice}
      submit={texts.due.submit}
      state={state}
      width="full"
    >
      <Note>{texts.due[reason]}</Note>
    </PasswordForm>
    <PostButton to="/logout" kind="quiet">
      {texts.due.leave}
    </PostButton>
  </GatePage>
);

interface PasswordFormProps {
  /** For password managers, which store passwords under it. */
  readonly userName: string;
  readonly advice: string;
  readonly submit: string;
  readonly state?: FormState | undefined;
  readonly width?: 'm' | 'full';
  /** Shown above the fields. */
  readonly children?: ComponentChildren;
}

const PasswordForm = ({
  userName,
  advice,
  submit,
  state = freshForm(),
  width = 'm',
  children,
}: PasswordFormProps) => (
  <Form
    to="/account"
    id="password-form"
    state={state}
    submit={submit}
    label={texts.security.password}
  >
    {children}
    <input type="hidden" name="username" autoComplete="username" value={userName} />
    <PasswordField
      name="current_password"
      label={texts.security.current}
      width={width}
      autocomplete="current-password"
      most={1024}
    />
    <PasswordField
      name="new_password"
      label={texts.security.fresh}
      help={advice}
      width={width}
      autocomplete="new-password"
    />
    <PasswordField
      name="confirm_password"
      label={texts.security.again}
      width={width}
      autocomplete="new-password"
    />
  </Form>
);
