import { z } from 'zod';
import { type Answer, answer, answerAt, missing, page, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { id as anId, direction, moveFields, targetOf } from '../http/fields.ts';
import { form, query } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import type { Command, CommandServices } from '../ontology/command.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { FormState } from '../ui/form-state.ts';
import type { Collection } from './collection.ts';
import { commandsOf, type Done } from './commands.ts';
import { formSchema } from './fields.ts';
import { deletePage, formPage } from './item-pages.tsx';
import { listPage } from './list-page.tsx';
import type { PathIds } from './path.ts';
import type { Place } from './place.ts';
import { findPath, listItems } from './queries.ts';
import { texts } from './texts.ts';

const focusQuery = z.object({
  moved: anId.optional().catch(undefined),
  selected: anId.optional().catch(undefined),
  by: direction.optional().catch(undefined),
});

/** `back`: whether the buttons of the list were used. */
const moveInput = z.object({ ...moveFields, back: z.string().max(10).optional() });

type ItemCall = Call & { readonly id: string };
type ActorCall = ItemCall & { readonly actor: SignedIn };

/**
 * The pages of a collection: the list, a new item, an item, and its changes. Every entity in
 * a path is found by its id, type and link to the one before; anything else is a 404 (spec
 * ontology#collections).
 */
export function collectionRoutes(services: CommandServices, collection: Collection): Routes {
  const { db } = services;
  const { path, parents, type, relation } = collection;
  const commands = commandsOf(collection);
  const allowed = mayRun(commands.create, parents[0]?.param);
  const idsIn = ({ params }: Call): PathIds => parents.map(({ param }) => params[param] ?? '');
  const own = { param: 'id', type, ...(relation === undefined ? {} : { relation }) };

  const homeOf = (call: Call, created?: string): string =>
    collection.home?.(idsIn(call), created) ?? filled(path, call);
  const placeOf = (call: Call, found: readonly EntitySnapshot[]): Place => ({
    ...{ collection, parents: found, list: filled(path, call), home: homeOf(call) },
    above: collection.above && filled(collection.above.path, call),
  });
  const at = async (call: Call): Promise<Place> => {
    const found = await findPath(db, parents, idsIn(call));
    if (found === undefined) throw missing();
    return placeOf(call, found);
  };
  const itemAt = async (call: ItemCall) => {
    const found = await findPath(db, [...parents, own], [...idsIn(call), call.id]);
    const item = found?.at(-1);
    if (item === undefined) throw missing();
    return { item, place: placeOf(call, found?.slice(0, -1) ?? []) };
  };
  const newForm = async (call: Call, sent?: FormState) => formPage(await at(call), undefined, sent);
  const editForm = async (call: ItemCall, sent?: FormState) => {
    const { item, place } = await itemAt(call);
    return formPage(place, item, sent);
  };
  const onItem = async (
    call: ActorCall,
    run: Command<{ readonly path: PathIds; readonly id: string }, Done>,
    done: (label: string) => string,
  ): Promise<Answer> => {
    const home = homeOf(call);
    return answerAt(
      home,
      await run(services, call.actor, { path: idsIn(call), id: call.id }),
      ({ label }) => done(label),
    );
  };

  const basic = routes()
    .get(path, allowed, query(focusQuery), async (call) => {
      const { selected } = call.filter;
      if (collection.below !== undefined && selected !== undefined)
        return redirect(`${filled(path, call)}/${selected}/${collection.below}`);
      return page(
        listPage(await at(call), await listItems(db, collection, idsIn(call)), call.filter),
      );
    })
    .get(`${path}/new`, allowed, async (call) => page(await newForm(call)))
    .post(path, allowed, form(formSchema(collection.fields), newForm), async (call) =>
      answer(
        await commands.create(services, call.actor, {
          path: idsIn(call),
          values: call.input.values,
        }),
        {
          saved: ({ id, label }) => redirect(homeOf(call, id), texts.done.created(label)),
          refused: call.refused,
        },
      ),
    )
    .get(`${path}/:id`, allowed, async (call) => page(await editForm(call)))
    .post(`${path}/:id`, allowed, form(formSchema(collection.fields), editForm), async (call) =>
      answer(
        await commands.update(services, call.actor, {
          ...{ path: idsIn(call), id: call.id },
          ...call.input,
        }),
        {
          saved: ({ label }) => redirect(homeOf(call), texts.done.saved(label)),
          refused: call.refused,
        },
      ),
    )
    .get(`${path}/:id/delete`, allowed, async (call) => {
      const { item, place } = await itemAt(call);
      return page(deletePage(place, item));
    })
    .post(`${path}/:id/delete`, allowed, (call) =>
      onItem(call, commands.remove, texts.done.deleted),
    );

  const { actions } = collection;
  const moving = routes().post(`${path}/:id/move`, allowed, form(moveInput), async (call) => {
    const { direction: by, back } = call.input;
    const focus = `?moved=${call.id}&by=${by}`;
    const to = back === 'list' ? `${filled(path, call)}${focus}` : homeOf(call);
    const item = { path: idsIn(call), id: call.id, to: targetOf(call.input) };
    return answer(await commands.move(services, call.actor, item), {
      saved: ({ label, place, of }) => redirect(to, texts.done.moved(label, place, of)),
    });
  });
  const archiving = routes()
    .post(`${path}/:id/archive`, allowed, (call) =>
      onItem(call, commands.archive, texts.done.archived),
    )
    .post(`${path}/:id/restore`, allowed, (call) =>
      onItem(call, commands.restore, texts.done.restored),
    );
  return basic
    .with(actions.moved === undefined ? routes() : moving)
    .with(actions.archived === undefined ? routes() : archiving);
}

/** A path with its parts filled in from the address of a request. */
const filled = (path: string, { params }: Call): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '');
