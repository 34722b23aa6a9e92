export {
  judgeSetting,
  mayChangeSecurity,
  type SettingJudgement,
  type SettingPolicy,
  settingRefusal,
} from './judgement.ts';
export { settingsRoutes } from './routes.ts';
export { problemOf } from './rules.ts';
