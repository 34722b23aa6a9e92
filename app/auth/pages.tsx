import { restoringAddress } from '../http/restoring.ts';
import { maskToken } from '../http/token-mask.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, type FormValue, freshForm, several } from '../ui/form-state.ts';
import { GatePage } from '../ui/gate-page.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import type { Tone } from '../ui/shell-context.ts';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import type { KeptForm } from './kept-form.ts';
import { texts } from './texts.ts';

export interface SignInPageProps {
  readonly state?: FormState;
  /** Result of the previous attempt, or the reason for the redirect here. */
  readonly note?: { readonly tone: Tone; readonly text: string } | undefined;
  /** Where to go after sign-in. */
  readonly next?: string | undefined;
  /** A sealed form to restore. */
  readonly kept?: string | undefined;
  /** Setting `auth.sign_in_notice`, which users accept by signing in. */
  readonly notice?: string | undefined;
  /** Setting `app.support`: the contact for help. */
  readonly support?: string | undefined;
}

/**
 * The sign-in page. Its error message is the same for all causes, and it works without JavaScript.
 */
export const SignInPage = ({
  state = freshForm(),
  note,
  next,
  kept,
  notice,
  support,
}: SignInPageProps) => (
  <GatePage title={texts.title} {...(support === undefined ? {} : { footer: support })}>
    {notice !== undefined && <Note>{notice}</Note>}
    <Form
      to="/login"
      state={state}
      guard={false}
      hidden={{ ...(next === undefined ? {} : { next }), ...(kept === undefined ? {} : { kept }) }}
    >
      {note !== undefined && (
        <Note tone={note.tone} live>
          {note.text}
        </Note>
      )}
      <TextField name="username" label={texts.userName} autocomplete="username" />
      <PasswordField
        name="password"
        label={texts.password}
        autocomplete="current-password"
        most={1024}
      />
      <input type="hidden" name="time_zone" data-time-zone="" />
      <Button kind="primary" type="submit">
        {texts.submit}
      </Button>
    </Form>
  </GatePage>
);

export interface ResumePageProps {
  readonly form: Pick<KeptForm, 'to' | 'back' | 'fields'>;
  /** Token of the new session, which the shell does not have yet. */
  readonly csrf: string;
}

/**
 * Returns to a form that was submitted after its session ended. With JavaScript it continues by
 * itself.
 */
export const ResumePage = ({ form: { to, back, fields }, csrf }: ResumePageProps) => (
  <GatePage title={texts.resume.title}>
    <form class="form" method="post" action={restoringAddress(to)} data-resume>
      <Note>{texts.resume.text}</Note>
      <HiddenValues of={{ ...fields, restore_back: back, csrf_token: maskToken(csrf) }} />
      <Button kind="primary" type="submit">
        {texts.resume.submit}
      </Button>
    </form>
  </GatePage>
);

const HiddenValues = ({ of }: { of: Readonly<Record<string, FormValue>> }) => (
  <>
    {Object.entries(of).flatMap(([name, value]) =>
      several(value).map((each) => (
        <input key={`${name} ${each}`} type="hidden" name={name} value={each} />
      )),
    )}
  </>
);

export interface ProofPageProps {
  /** Where to resubmit. */
  readonly to: string;
  /** The submitted fields. */
  readonly fields: Readonly<Record<string, FormValue>>;
  readonly result: 'wrong' | 'blocked' | undefined;
}

/** Asks for the password before a form takes effect, and carries the form along. */
export const ProofPage = ({ to, fields, result }: ProofPageProps) => (
  <Page title={texts.proof.title}>
    <Form to={to} guard={false} submit={texts.proof.submit} cancel="/dashboard">
      <Note tone={result === undefined ? 'info' : 'error'} live>
        {texts.proof[result ?? 'text']}
      </Note>
      <HiddenValues of={fields} />
      <PasswordField
        name="proof_password"
        label={texts.password}
        width="m"
        autocomplete="current-password"
        most={1024}
      />
    </Form>
  </Page>
);
