import * as items from '#app/action-items/commands.ts';
import * as minutes from '#app/minutes/commands.ts';
import { noteMinutesExport } from '#app/minutes/export-commands.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import type { AppServer } from '#test/support/app-server.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';
import { completedMeeting, minutesOf } from './minutes-fixture.ts';

type Failing = <Input, Saved>(command: Command<Input, Saved>, input: Input) => Promise<Failures>;
interface Given {
  readonly app: AppServer;
  readonly actor: Actor & { readonly id: string };
}

const noOwner = { due_date: undefined, owner: undefined };

/** The commands of minutes and action items, for the test that makes each of their statements fail. */
export function minutesCommands(
  given: () => Given,
  failing: Failing,
): Record<string, () => Promise<Failures>> {
  const made = async (properties: Readonly<Record<string, string>> = {}) => {
    const { app, actor } = given();
    const meeting = await completedMeeting(app, properties);
    const outcome = await minutes.generateMinutes(app.services, actor, meeting);
    return outcome.ok ? outcome.value.id : '';
  };
  const move = async (id: string, ...to: readonly string[]) => {
    const { app, actor } = given();
    for (const status of to) await minutes.changeStatus(app.services, actor, { id, to: status });
    return id;
  };
  const item = async () => {
    const { app, actor } = given();
    const { tor } = await completedMeeting(app);
    const description = `Call ${Math.random()}`;
    await items.createAction(app.services, actor, { tor, description, ...noOwner });
    const { rows } = await app.services.pool.query<{ id: string }>(
      "select id from entities where properties ->> 'description' = $1",
      [description],
    );
    return { tor, id: rows[0]?.id ?? '' };
  };
  return {
    'action-items/commands.ts createAction': async () => {
      const { tor } = await completedMeeting(given().app);
      return failing(items.createAction, { tor, description: 'Call', ...noOwner });
    },
    'action-items/commands.ts updateAction': async () =>
      failing(items.updateAction, { ...(await item()), description: 'Ask', ...noOwner }),
    'action-items/commands.ts setActionState': async () =>
      failing(items.setActionState, { id: (await item()).id, to: 'done' }),
    'action-items/commands.ts deleteAction': async () => failing(items.deleteAction, await item()),
    'minutes/commands.ts generateMinutes': async () =>
      failing(minutes.generateMinutes, await completedMeeting(given().app)),
    'minutes/commands.ts editSection': async () => {
      const id = await made();
      const [section] = (await minutesOf(given().app, id)).sections;
      return failing(minutes.editSection, { id, section: section?.id ?? '', content: 'Edited' });
    },
    'minutes/commands.ts changeStatus': async () =>
      failing(minutes.changeStatus, {
        ...{ id: await move(await made(), 'pending_approval'), to: 'approved' },
      }),
    'minutes/commands.ts saveDistribution': async () =>
      failing(minutes.saveDistribution, { id: await made(), entries: ['Ann'] }),
    'minutes/commands.ts saveAttendance': async () =>
      failing(minutes.saveAttendance, {
        id: await made(),
        rows: [{ name: 'Ann', status: 'present', delegation_to: '' }],
      }),
    'minutes/commands.ts saveActions': async () =>
      failing(minutes.saveActions, {
        id: await made(),
        rows: [{ description: 'Call', responsible: 'Ann', due_date: '', status: 'open' }],
      }),
    'minutes/export-commands.ts noteMinutesExport': async () =>
      failing(noteMinutesExport, { id: await made(), label: 'Minutes', format: 'pdf' }),
    'minutes/commands.ts signMinutes': async () => {
      const id = await made({ chair_user_id: given().actor.id });
      return failing(minutes.signMinutes, {
        id: await move(id, 'pending_approval', 'approved'),
      });
    },
  };
}
