export { settingJobs } from './jobs.ts';
export { type SettingPolicy, settingRefusal } from './judgement.ts';
export { applyPinnedSettings, requirePinnable } from './pinned-commands.ts';
export { settingsRoutes } from './routes.ts';
export { problemOf } from './rules.ts';
