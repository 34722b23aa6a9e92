import { answer, answerAt, page, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { form } from '../http/parsers.ts';
import { mayRun, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { Visit } from '../http/visit.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Services } from '../services.ts';
import type { FormState } from '../ui/form-state.ts';
import { fullMoment } from '../ui/moments.ts';
import { updateSettings } from './commands.ts';
import { settingsPage } from './pages.tsx';
import { confirmChange, withdrawChange } from './pending-commands.ts';
import { listSettings } from './queries.ts';
import { settingsInput } from './schema.ts';
import { texts } from './texts.ts';

type SettingsServices = CommandServices & Pick<Services, 'config'>;

/** Settings, and changes of security settings that wait for confirmation. */
export const settingsRoutes = (services: SettingsServices) => {
  const { config: policy } = services;
  const show = async ({ visit: { actor } }: Call & { readonly visit: Visit }, sent?: FormState) =>
    settingsPage({
      settings: await listSettings(services.db, services.now()),
      policy,
      reader: { id: actor.id, powers: actor.permissions },
      ...(sent === undefined ? {} : { sent }),
    });
  return routes()
    .get('/settings', mayRun(updateSettings), async (call) => page(await show(call)))
    .post(
      '/settings',
      proven(mayRun(updateSettings)),
      form(settingsInput, show, { limit: 256 * 1024 }),
      async ({ actor, visit, input: sent, refused, now }) => {
        const when = (at: Date) => fullMoment(at, { now, timeZone: visit.timeZone });
        return answer(await updateSettings(services, actor, { policy, sent, when }), {
          saved: (counts) => redirect('/settings', texts.saved(counts)),
          refused,
        });
      },
    )
    .post('/settings/changes/:id/confirm', proven(mayRun(confirmChange)), async ({ actor, id }) =>
      answerAt(
        '/settings',
        await confirmChange(services, actor, { id, policy }),
        texts.pending.confirmed,
      ),
    )
    .post('/settings/changes/:id/withdraw', proven(mayRun(withdrawChange)), async ({ actor, id }) =>
      answerAt('/settings', await withdrawChange(services, actor, { id }), texts.pending.withdrawn),
    );
};
