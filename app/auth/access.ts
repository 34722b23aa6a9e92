import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { cookieName } from '../http/cookies.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { PasswordHashing } from './hashing.ts';
import type { SessionKeys } from './session-secret.ts';
import type { SessionLimits } from './session-store.ts';

/** The services that sign-in and sessions need; `Services` provides them. */
export interface AccessServices extends CommandServices {
  readonly config: Pick<Config, 'environment' | 'session'>;
  readonly passwords: PasswordHashing;
  readonly access: Access;
}

/** The configuration of sessions. */
export interface Access {
  readonly keys: SessionKeys;
  readonly limits: SessionLimits;
  readonly secure: boolean;
  readonly cookies: Readonly<
    Record<'session' | 'visitor' | 'flash' | 'timeZone' | 'forms', string>
  >;
}

/** Without a key, allowed in dev and test only, sessions end with the process. */
export function createAccess({
  environment,
  session,
}: Pick<Config, 'environment' | 'session'>): Access {
  const { key = randomBytes(64).toString('hex'), previousKey, cookieSecure: secure } = session;
  const { idleMinutes, idleMinutesAdmin, absoluteHours } = session;
  const name = (purpose: string): string => cookieName(environment, purpose, secure);
  return {
    keys: previousKey === undefined ? [key] : [key, previousKey],
    limits: { idleMinutes, idleMinutesAdmin, absoluteHours },
    secure,
    cookies: {
      session: name('session'),
      visitor: name('visitor'),
      flash: name('flash'),
      forms: name('forms'),
      timeZone: name('time-zone'),
    },
  };
}
