import { capable, inBody, isMetBy } from '../authority/index.ts';
import { answer, answerAt, missing, page, redirect } from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { wayBack } from '../http/fields.ts';
import { button, form } from '../http/parsers.ts';
import { mayRunWithin, signedIn, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import { createAction, deleteAction, setActionState, updateAction } from './commands.ts';
import { committeeItemsPage, deleteItemPage, editItemPage, myActionsPage } from './pages.tsx';
import { listOfCommittee, listOfUser } from './queries.ts';
import { actionInput, stateInput } from './schema.ts';
import { texts } from './texts.ts';

type ItemCall = CommitteeCall & { readonly item: string };

/** Action items of a committee and of a user, and their changes (spec action-items). */
export const actionItemRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const list = async ({ committee, actor, now }: CommitteeCall, state?: FormState) =>
    committeeItemsPage({
      ...(await listOfCommittee(db, committee.id, now)),
      ...{ committee, state, userId: actor.id },
      mayRecord: isMetBy(capable('can_record_decisions'), actor.permissions, committee),
    });
  const itemAt = async ({ committee, item: id, now }: ItemCall) => {
    const { items, owners } = await listOfCommittee(db, committee.id, now);
    const item = items.find((each) => each.id === id);
    if (item === undefined) throw missing();
    return { committee, item, owners };
  };
  const edit = async (call: ItemCall, state?: FormState) =>
    editItemPage({ ...(await itemAt(call)), state });
  const home = (tor: string) => `/tor/${tor}/action-items`;
  return routes()
    .offer('/action-items', texts.offers.mine)
    .get('/action-items', signedIn, async ({ actor, now }) =>
      page(myActionsPage(await listOfUser(db, actor.id, now))),
    )
    .get('/tor/:id/action-items', within(inBody('meetings.view')), async (call) =>
      page(await list(call)),
    )
    .post(
      '/tor/:id/action-items',
      mayRunWithin(createAction),
      form(actionInput, list),
      async ({ id: tor, actor, input, refused }) =>
        answer(await createAction(services, actor, { ...input, tor }), {
          saved: ({ label }) => redirect(home(tor), texts.created(label)),
          refused,
        }),
    )
    .get('/tor/:id/action-items/:item/edit', mayRunWithin(updateAction), async (call) =>
      page(await edit(call)),
    )
    .post(
      '/tor/:id/action-items/:item',
      mayRunWithin(updateAction),
      form(actionInput, edit),
      async ({ id: tor, item: id, actor, input, refused }) =>
        answer(await updateAction(services, actor, { ...input, tor, id }), {
          saved: (label) => redirect(home(tor), texts.saved(label)),
          refused,
        }),
    )
    .get('/tor/:id/action-items/:item/delete', mayRunWithin(deleteAction), async (call) =>
      page(deleteItemPage(await itemAt(call))),
    )
    .post(
      '/tor/:id/action-items/:item/delete',
      mayRunWithin(deleteAction),
      button,
      async ({ id: tor, item: id, actor }) =>
        answerAt(home(tor), await deleteAction(services, actor, { tor, id }), texts.deleted),
    )
    .post('/action-items/:id/status', signedIn, form(stateInput), async ({ id, actor, input }) => {
      const to = wayBack(input.back, '/action-items');
      return answerAt(
        to,
        await setActionState(services, actor, { id, to: input.status }),
        texts.moved,
      );
    });
};
