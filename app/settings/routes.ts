import { answer, page, redirect } from '../http/answers.ts';
import { form } from '../http/parsers.ts';
import { may, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { updateSettings } from './commands.ts';
import { settingsPage } from './pages.tsx';
import { listSettings } from './queries.ts';
import { settingsInput } from './schema.ts';
import { texts } from './texts.ts';

export const settingsRoutes = (services: CommandServices) =>
  routes()
    .get('/settings', may('settings.manage'), async () => page(settingsPage({ settings: await listSettings(services.db) })))
    .post(
      '/settings',
      proven(may('settings.manage')),
      form(settingsInput, async (_call, sent) => settingsPage({ settings: await listSettings(services.db), sent }), { limit: 256 * 1024 }),
      async ({ actor, input, refused }) =>
        answer(await updateSettings(services, actor, input), { saved: (count) => redirect('/settings', texts.saved(count)), refused }),
    );
