import type { VNode } from 'preact';
import { isMetBy } from '../authority/index.ts';
import { answer, answerAt, missing, page, redirect } from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import { button, form, query } from '../http/parsers.ts';
import { within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { type FormState, single } from '../ui/form-state.ts';
import {
  type Amended,
  amendmentsOf,
  type Field,
  type TargetKind,
  type TargetPath,
  targets,
} from './amendment.ts';
import { acceptPart, proposeAmendment, refusePart, withdrawAmendment } from './commands.ts';
import { amendmentPage, amendmentsPage, newAmendmentPage } from './pages.tsx';
import { findAmended, findAmendment } from './queries.ts';
import { newAmendment, newQuery, partInput } from './schema.ts';
import { texts } from './texts.ts';

/** Amendments to the texts of proposals and courses of action (spec amendments). */
export const amendmentRoutes = (services: CommandServices): Routes =>
  (Object.keys(targets) as TargetKind[]).reduce(
    (all, kind) => all.with(routesOf(services, kind)),
    routes(),
  );

type ItemCall = CommitteeCall & { readonly item: string };

function routesOf(services: CommandServices, kind: TargetKind): Routes {
  const { db } = services;
  const { segment, reads, decides } = targets[kind];
  const of = `/tor/:id/${segment}/:item/amendments` as const;
  const pathOf = ({ id, item }: { readonly id: string; readonly item: string }): TargetPath => ({
    ...{ kind, tor: id, item },
  });
  const found = async (call: ItemCall): Promise<Amended> => {
    const amended = await findAmended(db, pathOf(call));
    if (amended === undefined) throw missing();
    return amended;
  };
  const propose = async (call: ItemCall, field: Field, state?: FormState): Promise<VNode> =>
    newAmendmentPage({
      ...{ committee: call.committee, path: pathOf(call), field, state },
      amended: await found(call),
    });
  const again = (call: ItemCall, state: FormState): Promise<VNode> =>
    propose(call, newQuery.parse({ field: single(state.values['field']) }).field, state);
  return routes()
    .get(of, within(reads), async (call) =>
      page(
        amendmentsPage({
          ...{ committee: call.committee, path: pathOf(call), amended: await found(call) },
        }),
      ),
    )
    .get(`${of}/new`, within(reads), query(newQuery), async (call) =>
      page(await propose(call, call.filter.field)),
    )
    .post(of, within(reads), form(newAmendment, again), async (call) => {
      const path = pathOf(call);
      return answer(await proposeAmendment(services, call.actor, { ...path, ...call.input }), {
        saved: (id) => redirect(`${amendmentsOf(path)}/${id}`, texts.proposed),
        refused: call.refused,
      });
    })
    .get(`${of}/:amendment`, within(reads), async (call) => {
      const path = { ...pathOf(call), amendment: call.amendment };
      const one = await findAmendment(db, path);
      if (one === undefined) throw missing();
      const { committee, actor } = call;
      return page(
        amendmentPage({
          ...{ committee, path, ...one, reader: actor.id },
          decides: isMetBy(decides, actor.permissions, committee),
        }),
      );
    })
    .post(`${of}/:amendment/parts`, within(decides), form(partInput), async (call) => {
      const path = { ...pathOf(call), amendment: call.amendment };
      const { part, verdict } = call.input;
      const home = `${amendmentsOf(path)}/${call.amendment}`;
      const decide = verdict === 'accepted' ? acceptPart : refusePart;
      return answerAt(
        home,
        await decide(services, call.actor, { ...path, part }),
        verdict === 'accepted' ? texts.acceptedDone : texts.refusedDone,
      );
    })
    .post(`${of}/:amendment/withdraw`, within(reads), button, async (call) => {
      const path = { ...pathOf(call), amendment: call.amendment };
      const home = `${amendmentsOf(path)}/${call.amendment}`;
      return answerAt(home, await withdrawAmendment(services, call.actor, path), texts.withdrawn);
    });
}
