import { randomUUID } from 'node:crypto';
import { accessSettings, passwordProblems, readSettings } from '../auth/index.ts';
import { readablePassword } from '../seed/index.ts';
import type { Services } from '../services.ts';
import type { FormProblem } from '../ui/form-state.ts';
import type { PreparedPassword } from './commands.ts';

export interface InitialPassword extends PreparedPassword {
  /** Shown once and stored nowhere, if it was generated here. */
  readonly shown: string | undefined;
}

type Preparation =
  | { readonly ok: true; readonly password: InitialPassword }
  | { readonly ok: false; readonly problems: readonly FormProblem[] };

interface Wanted {
  readonly initial: 'generated' | 'typed';
  readonly password: string;
}

/**
 * Prepares an initial password: a generated, readable one, or the one typed if it meets the rules
 * (spec sign-in#initial-passwords).
 */
export async function prepareInitialPassword(
  { db, config, passwords }: Pick<Services, 'db' | 'config' | 'passwords'>,
  { initial, password: typed }: Wanted,
  person: { readonly username: string; readonly displayName: string },
): Promise<Preparation> {
  if (initial === 'typed') {
    const { passwordLength: least, passwordPolicy: policy } = accessSettings(
      await readSettings(db),
      config.environment,
    );
    const problems = passwordProblems(
      typed,
      { policy, least, userName: person.username, names: [person.displayName] },
      'password',
    );
    if (problems.length > 0) return { ok: false, problems };
  }
  const password = initial === 'typed' ? typed : readablePassword();
  return {
    ok: true,
    password: {
      hash: await passwords.make(password),
      mark: randomUUID(),
      shown: initial === 'typed' ? undefined : password,
    },
  };
}
