import type { z } from 'zod';
import { inBody } from '../../authority/index.ts';
import {
  correctDecision,
  type Decision,
  decide,
  type FoundDecision,
  findDecision,
  findNumbered,
  listedDecisions,
  readerAt,
} from '../../decisions/index.ts';
import { may, mayRunWithin, within } from '../../http/policy.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { Services } from '../../services.ts';
import { listResult } from '../list.ts';
import { type Operation, operation, type Result } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { listOf, sparse } from '../schema.ts';
import { numberOf } from '../values.ts';
import { decision, decisionLine, decisionQuery, newDecision } from './decisions-schema.ts';
import { pathOf } from './item-call.ts';

const lineOf = (one: Omit<Decision, 'record'>): z.output<typeof decisionLine> => ({
  id: Number(one.id),
  ...{ tor_id: numberOf(one.committee?.id), tor_name: one.committee?.label ?? null },
  ...{ year: one.year, number: one.number, title: one.label },
  ...{ chosen: one.chosen, option_id: numberOf(one.selectedId), rationale: one.rationale },
  ...{ decided_at: one.at, decided_by_name: one.decidedBy },
  is_without_quorum: one.isWithoutQuorum,
  agenda_point_id: numberOf(one.pointId),
  corrects_id: numberOf(one.corrects?.id),
  corrected_by_id: numberOf(one.correctedBy?.id),
});

const shown = (found: FoundDecision): z.output<typeof decision> => ({
  ...lineOf(found.decision),
  ...{ meeting_id: numberOf(found.meetingId), minutes_id: numberOf(found.minutes) },
  record: found.decision.record === null ? null : { ...found.decision.record },
  seal:
    found.seal === null
      ? null
      : {
          ...{ seq: found.seal.seq, hash: found.seal.hash, at: found.seal.at },
          ...{ is_intact: found.seal.isIntact, is_same: found.seal.isSame },
        },
});

interface ReadCall {
  readonly actor: SignedIn;
  readonly now: Date;
}

/** The register of decisions, and how they come into it (spec api#items). */
export function decisionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const point = '/tors/:id/agenda-points/:item' as const;
  const one = async ({ actor, now }: ReadCall, id: string): Promise<Result> => ({
    body: shown(existing(await findDecision(db, id, readerAt(actor, now)))),
  });
  const made = async (call: ReadCall, id: string): Promise<Result> => ({
    ...(await one(call, id)),
    location: `/decisions/${id}`,
  });
  const sent = ({ option_id, rationale }: z.output<typeof newDecision>) => ({
    ...{ selected_coa_id: String(option_id), decision_rationale: rationale },
  });
  return [
    operation({
      ...{ id: 'listDecisions', method: 'get', path: '/decisions' },
      ...{ policy: may('agenda.view'), query: decisionQuery },
      reply: listOf(sparse(decisionLine)),
      run: async ({ filter, actor, now }) => {
        const { tor_id: tor, year, number, quorum, standing, q: words } = filter;
        const list = listedDecisions(readerAt(actor, now), {
          ...{ tor, year, number, quorum, standing, words },
        });
        const show = (row: { readonly decision: Decision }) => lineOf(row.decision);
        return listResult(db, list, filter, show);
      },
    }),
    operation({
      ...{ id: 'getDecision', method: 'get', path: '/decisions/:decision' },
      ...{ policy: may('agenda.view'), reply: decision },
      run: (call) => one(call, call.decision),
    }),
    operation({
      ...{ id: 'getNumberedDecision', method: 'get' },
      path: '/tors/:id/decisions/:year/:number',
      ...{ policy: within(inBody('agenda.view')), reply: decision },
      run: async ({ id: tor, year, number, actor, now }) => ({
        body: shown(existing(await findNumbered(db, { tor, year, number }, readerAt(actor, now)))),
      }),
    }),
    operation({
      ...{ id: 'recordDecision', method: 'post', path: `${point}/decisions`, status: 201 },
      ...{ policy: mayRunWithin(decide), repeatable: true, refusals: [409] },
      ...{ body: newDecision, reply: decision },
      run: async (call) => {
        const wanted = { ...pathOf(call), ...sent(call.input) };
        return made(call, savedBy(await decide(services, call.actor, wanted), members).id);
      },
    }),
    operation({
      ...{ id: 'correctDecision', method: 'post', path: `${point}/corrections`, status: 201 },
      ...{ policy: mayRunWithin(correctDecision), repeatable: true },
      ...{ body: newDecision, reply: decision, refusals: [409] },
      run: async (call) => {
        const wanted = { ...pathOf(call), ...sent(call.input) };
        return made(call, savedBy(await correctDecision(services, call.actor, wanted), members).id);
      },
    }),
  ];
}

/** Members of requests by the field of the form. */
const members = { selected_coa_id: 'option_id', decision_rationale: 'rationale' };
