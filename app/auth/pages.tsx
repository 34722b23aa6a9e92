import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { GatePage } from '../ui/gate-page.tsx';
import { Note } from '../ui/note.tsx';
import type { Tone } from '../ui/shell-context.ts';
import { PasswordField, TextField } from '../ui/text-field.tsx';
import { texts } from './texts.ts';

export interface SignInPageProps {
  readonly state?: FormState;
  /** What came of the attempt before, or why one is here. */
  readonly note?: { readonly tone: Tone; readonly text: string } | undefined;
  /** Where to go afterwards. */
  readonly next?: string | undefined;
  /** Setting `auth.sign_in_notice`: what everybody agrees to who signs in. */
  readonly notice?: string | undefined;
  /** Setting `app.support`: whom to ask. */
  readonly support?: string | undefined;
}

/** The way in. It says the same whatever was wrong, and works without script. */
export const SignInPage = ({ state = freshForm(), note, next, notice, support }: SignInPageProps) => (
  <GatePage title={texts.title} {...(support === undefined ? {} : { footer: support })}>
    {notice !== undefined && <Note>{notice}</Note>}
    <Form to="/login" state={state} guard={false} hidden={next === undefined ? {} : { next }}>
      {note !== undefined && (
        <Note tone={note.tone} live>
          {note.text}
        </Note>
      )}
      <TextField name="username" label={texts.userName} autocomplete="username" />
      <PasswordField name="password" label={texts.password} autocomplete="current-password" most={1024} />
      <Button kind="primary" type="submit">
        {texts.submit}
      </Button>
    </Form>
  </GatePage>
);
