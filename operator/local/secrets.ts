import { randomBytes } from 'node:crypto';
import { type DataFolder, readJson, writeJson } from './data-folder.ts';

/** Secrets generated once for this data folder, readable by its owner only. */
export interface LocalSecrets {
  /** Superuser of the embedded server. */
  readonly superuser: string;
  readonly migrator: string;
  readonly runtime: string;
  /** Signs sessions, so that a restart keeps people signed in. */
  readonly sessionKey: string;
  /** First passwords that the seed made, until they were shown once. */
  readonly first?: FirstPasswords;
}

export interface FirstPasswords {
  readonly admin?: string | undefined;
  readonly demo?: string | undefined;
}

/**
 * The secrets of the folder; missing ones are generated and saved at once. `lost`: the superuser's
 * was missing.
 */
export function loadSecrets(folder: DataFolder): {
  readonly secrets: LocalSecrets;
  readonly lost: boolean;
} {
  const kept = (readJson(folder.secrets) ?? {}) as Partial<LocalSecrets>;
  const secrets = {
    superuser: randomBytes(24).toString('hex'),
    migrator: randomBytes(24).toString('hex'),
    runtime: randomBytes(24).toString('hex'),
    sessionKey: randomBytes(64).toString('hex'),
    ...kept,
  };
  writeJson(folder.secrets, secrets);
  return { secrets, lost: kept.superuser === undefined };
}

/**
 * Keeps first passwords until they were shown, so that an interruption in between does not lose
 * them.
 */
export function keepFirstPasswords(folder: DataFolder, made: FirstPasswords): void {
  if (made.admin === undefined && made.demo === undefined) return;
  const { secrets } = loadSecrets(folder);
  const given = Object.fromEntries(
    Object.entries(made).filter(([, password]) => password !== undefined),
  );
  writeJson(folder.secrets, { ...secrets, first: { ...secrets.first, ...given } });
}

/** First passwords that were not shown yet; they are forgotten with this. */
export function takeFirstPasswords(folder: DataFolder): FirstPasswords {
  const { first, ...kept } = loadSecrets(folder).secrets;
  if (first !== undefined) writeJson(folder.secrets, kept);
  return first ?? {};
}
