export type { AccessServices } from './access.ts';
export { avatarOf } from './avatar.ts';
export {
  type Credential,
  lockCredential,
  passwordHistory,
  readCredential,
  readSettings,
  writePassword,
} from './credential-store.ts';
export { type EndedAccess, endAccess, tokenChanges } from './end-access.ts';
export { createGate, originOf } from './gate.ts';
export { authJobs } from './jobs.ts';
export { type MenuRow, visibleMenu } from './menu.ts';
export { type OpenSession, openSessions, sessionOf } from './open-sessions.ts';
export { ProofPage } from './pages.tsx';
export { passwordAdvice, passwordProblems } from './password-rules.ts';
export { provePassword } from './prove.ts';
export { authRoutes } from './routes.ts';
export { newSessionId, sessionDigest } from './session-secret.ts';
export {
  allSettings,
  endSessions,
  listSessions,
  type OwnSession,
  replaceSessionId,
} from './session-store.ts';
export { givePassword, mostHistory } from './set-password.ts';
export {
  type AccessSettings,
  accessBounds,
  accessSettings,
  type PasswordPolicy,
} from './settings.ts';
export { forgetFailures, lockedUntil } from './throttle-store.ts';
