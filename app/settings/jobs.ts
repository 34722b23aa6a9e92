import { type Job, scheduledJob } from '../jobs/index.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { SettingPolicy } from './judgement.ts';
import { expireChanges } from './pending-commands.ts';
import { applyPinnedSettings } from './pinned-commands.ts';

interface SettingJobServices extends CommandServices {
  readonly config: SettingPolicy;
}

export const settingJobs = ({ config, ...services }: SettingJobServices): readonly Job[] => [
  scheduledJob(
    {
      name: 'settings.expire-changes',
      cron: '*/10 * * * *',
    },
    () => expireChanges(services),
  ),
  scheduledJob({ name: 'settings.apply-pins', cron: '*/10 * * * *' }, () =>
    applyPinnedSettings(services, config),
  ),
];
