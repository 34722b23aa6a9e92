export { readSettings } from './credential-store.ts';
export { avatarAddress, createGate, originOf } from './gate.ts';
export { type MenuRow, visibleMenu } from './menu.ts';
export { passwordAdvice, passwordProblems } from './password-rules.ts';
export { authRoutes } from './routes.ts';
export { endSessions } from './session-store.ts';
export { givePassword } from './set-password.ts';
export { type AccessSettings, accessSettings } from './settings.ts';
export { forgetFailures, lockedAccounts } from './throttle-store.ts';
