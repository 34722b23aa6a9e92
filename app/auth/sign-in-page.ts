import type { FormState } from '../ui/form-state.ts';
import type { FlashMessage } from '../ui/shell-context.ts';
import type { AccessServices } from './access.ts';
import { readSettings } from './credential-store.ts';
import { SignInPage } from './pages.tsx';

export interface SignInView {
  readonly state?: FormState;
  readonly next?: string | undefined;
  readonly note?: FlashMessage | undefined;
  /** A sealed form that was submitted after its session ended. */
  readonly kept?: string | undefined;
}

/** The sign-in page, with the texts from the settings. */
export async function signInPage(
  { db }: Pick<AccessServices, 'db'>,
  { state, next = typedIn(state, 'next'), kept = typedIn(state, 'kept'), note }: SignInView,
) {
  const settings = await readSettings(db);
  const [notice, support] = [
    settings['auth.sign_in_notice']?.trim(),
    settings['app.support']?.trim(),
  ];
  return SignInPage({
    ...(state === undefined ? {} : { state }),
    ...{
      next,
      kept,
      note,
      notice: notice === '' ? undefined : notice,
      support: support === '' ? undefined : support,
    },
  });
}

const typedIn = (state: FormState | undefined, name: string): string | undefined => {
  const value = state?.values[name];
  return typeof value === 'string' ? value : undefined;
};
