import type { VNode } from 'preact';
import { dayAt } from '../authority/index.ts';
import { decisionTexts } from '../decisions/index.ts';
import { AppError } from '../errors.ts';
import { addressOf } from '../http/address.ts';
import { missing } from '../http/answers.ts';
import type { CommitteeCall } from '../http/call.ts';
import type { CommandServices } from '../ontology/command.ts';
import { isId } from '../ontology/property.ts';
import type { Option } from '../options/index.ts';
import { quorumOf } from '../quorum/index.ts';
import type { FormState } from '../ui/form-state.ts';
import { movesFrom } from '../workflow/index.ts';
import { correctPage, decidePage } from './decide-page.tsx';
import { editPointPage, newPointPage } from './form-page.tsx';
import { opinionPage } from './opinion-page.tsx';
import { editOptionPage, newOptionPage } from './option-pages.tsx';
import { pointPage } from './pages.tsx';
import type { Point } from './point.ts';
import { findPoint } from './queries.ts';
import { deleteOptionPage, deletePointPage } from './questions.tsx';
import { asReader } from './reader.ts';
import { isOpen } from './rules.ts';
import { texts } from './texts.ts';

export type PointCall = CommitteeCall & { readonly agenda: string };
export type OptionCall = PointCall & { readonly coa: string };
export type SectionCall = OptionCall & { readonly section: string };

/**
 * The pages of agenda points, first or after a refusal. Each is one statement; a point of another
 * committee, or a course of action of another point, is a 404.
 */
export function pointViews({ db }: Pick<CommandServices, 'db'>) {
  const pointOf = async (
    { id, agenda, now }: PointCall,
    before?: string | null,
  ): Promise<Point> => {
    const shown = typeof before === 'string' && isId(before) ? before : undefined;
    const point = await findPoint(db, { tor: id, id: agenda }, dayAt(now), shown);
    if (point === undefined) throw missing();
    return point;
  };
  const optionOf = async (call: OptionCall): Promise<readonly [Point, Option]> => {
    const point = await pointOf(call);
    const option = point.options.find(({ id }) => id === call.coa);
    if (option === undefined) throw missing();
    return [point, option];
  };
  return {
    create: ({ committee }: CommitteeCall, state?: FormState): VNode =>
      newPointPage(committee, state),

    async point(call: PointCall): Promise<VNode> {
      const { actor, committee } = call;
      const before = addressOf(call.request).searchParams.get('before');
      const point = await pointOf(call, before);
      const { properties, workflow, attendance } = point;
      return pointPage({
        ...{ committee, point, reader: asReader(actor, committee) },
        quorum: quorumOf(committee.properties, attendance),
        moves: movesFrom(
          workflow,
          { status: properties['status'], properties },
          { permissions: actor.permissions, standing: committee },
        ),
      });
    },

    edit: async (call: PointCall, state?: FormState): Promise<VNode> =>
      editPointPage(call.committee, await pointOf(call), state),

    deletion: async (call: PointCall): Promise<VNode> =>
      deletePointPage(call.committee, await pointOf(call)),

    newOption: async (call: PointCall, state?: FormState): Promise<VNode> =>
      newOptionPage({ committee: call.committee, point: await pointOf(call), state }),

    async editOption(call: OptionCall, state?: FormState): Promise<VNode> {
      const [point, option] = await optionOf(call);
      return editOptionPage({ committee: call.committee, point, option, state });
    },

    async newSection(call: OptionCall, state: FormState): Promise<VNode> {
      const [point, option] = await optionOf(call);
      const section = { id: 'new', state };
      return editOptionPage({ committee: call.committee, point, option, section });
    },

    async editSection(call: SectionCall, state: FormState): Promise<VNode> {
      const [point, option] = await optionOf(call);
      const section = { id: call.section, state };
      return editOptionPage({ committee: call.committee, point, option, section });
    },

    async optionDeletion(call: OptionCall): Promise<VNode> {
      const [point, option] = await optionOf(call);
      return deleteOptionPage(call.committee, point, option);
    },

    async decide(call: PointCall, state?: FormState): Promise<VNode> {
      const point = await pointOf(call);
      const why = undecidable(point);
      if (why !== undefined && state === undefined)
        throw new AppError('not_open', { message: why, status: 403 });
      const { committee } = call;
      return decidePage({
        ...{ committee, point, state },
        quorum: quorumOf(committee.properties, point.attendance),
      });
    },

    async correct(call: PointCall, state?: FormState): Promise<VNode> {
      const point = await pointOf(call);
      if (point.decisions.length === 0)
        throw new AppError('not_decided', {
          message: decisionTexts.problem.notDecided,
          status: 409,
        });
      const { committee } = call;
      return correctPage({
        ...{ committee, point, state },
        quorum: quorumOf(committee.properties, point.attendance),
      });
    },

    async opinion(call: PointCall, state?: FormState): Promise<VNode> {
      const { committee, actor } = call;
      const point = await pointOf(call);
      const why = closedFor(point);
      if (why !== undefined && state === undefined)
        throw new AppError('not_open', { message: why, status: 403 });
      return opinionPage({ committee, point, reader: actor.id, state });
    },
  };
}

/** Why nothing can be decided; `undefined` if it can (spec decisions#record). */
function undecidable({ properties: { item_type: type, status } }: Point): string | undefined {
  if (type !== 'decision') return decisionTexts.problem.informative;
  return isOpen(status) ? undefined : decisionTexts.problem.decided;
}

/** Why no opinion can be given; `undefined` if one can (spec agenda#opinions). */
function closedFor({ properties: { item_type: type, status } }: Point): string | undefined {
  if (type !== 'decision') return texts.problem.informative;
  return isOpen(status) ? undefined : texts.problem.closed;
}
