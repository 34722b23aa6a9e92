import type { z } from 'zod';
import { signedIn } from '../../http/policy.ts';
import {
  changeStatus,
  editSection,
  generateMinutes,
  type MinutesCall,
  type MinutesSection,
  meetsAnyOf,
  minutesTexts,
  movesOfMinutes,
  type Opened,
  opener,
  sectionIn,
} from '../../minutes/index.ts';
import type { Refusal } from '../../ontology/outcome.ts';
import type { Services } from '../../services.ts';
import { type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { versioned } from '../versioned.ts';
import { minutes, minutesSection, sectionChange } from './minutes-schema.ts';
import { moves, newMove } from './moves-schema.ts';

const momentOf = (at: Date | null): string | null => at?.toISOString() ?? null;
const doneOf = (done: { readonly by: string; readonly at: Date | null } | null) =>
  done === null ? null : { by: done.by, at: momentOf(done.at) };

const sectionOf = (section: MinutesSection): z.output<typeof minutesSection> => ({
  ...{ id: Number(section.id), section_type: section.type },
  ...{ content: section.content, is_generated: section.isGenerated },
});

const shown = ({ committee, minutes: found }: Opened): z.output<typeof minutes> => ({
  ...{ id: Number(found.id), label: found.label, status: found.status },
  ...{ tor_id: Number(committee.id), meeting_id: Number(found.meeting.id) },
  meeting_date: found.meeting.date || null,
  generated_at: momentOf(found.generatedAt),
  ...{ submitted: doneOf(found.submitted), approved: doneOf(found.approved) },
  sections: found.sections.map(sectionOf),
  attendance: found.attendance.map((row) => ({ ...row, delegation_to: row.delegation_to ?? '' })),
  action_items: found.actions.map(({ due_date, ...row }) => ({
    ...row,
    due_date: due_date || null,
  })),
  distribution: [...found.distribution],
  record:
    found.record === null
      ? null
      : {
          ...{ sha256: found.record.sha256, recorded_at: found.record.recordedAt.toISOString() },
          signatures: found.record.signatures.map(({ capacity, by, at }) => ({
            ...{ capacity, by, at: momentOf(at) },
          })),
        },
});

const labels = {
  draft: minutesTexts.actions.return,
  pending_approval: minutesTexts.actions.submit,
  approved: minutesTexts.actions.approve,
};

/** A large section, as JSON. */
const largestBody = 1024 * 1024;

/** Minutes, by the commands of their pages (spec api#minutes). */
export function minutesOperations(services: Services): readonly Operation[] {
  const path = '/minutes/:id' as const;
  const open = opener(services);
  const common = { policy: signedIn } as const;
  const { one } = versioned(async (call: MinutesCall) => {
    const opened = await open(call);
    return { ...opened, version: opened.minutes.version };
  }, shown);
  const section = versioned(
    async (call: MinutesCall & { readonly section: string }) =>
      existing(sectionIn((await open(call)).minutes, call.section)),
    sectionOf,
  );
  return [
    operation({
      ...{ ...common, id: 'generateMinutes', method: 'post', status: 201, refusals: [409] },
      ...{ path: '/tors/:id/meetings/:item/minutes', reply: minutes },
      ...{ versioned: true, repeatable: true },
      run: async (call) => {
        const { id: tor, item: meeting, actor } = call;
        const made = savedBy(await generateMinutes(services, actor, { tor, meeting }));
        return {
          ...(await one({ ...call, id: made.id })),
          location: `/minutes/${made.id}`,
        };
      },
    }),
    operation({
      ...{ ...common, id: 'getMinutes', method: 'get', path, reply: minutes, versioned: true },
      run: one,
    }),
    operation({
      ...{ ...common, id: 'getMinutesSection', method: 'get', reply: minutesSection },
      ...{ path: `${path}/sections/:section`, versioned: true },
      run: section.one,
    }),
    operation({
      ...{ ...common, id: 'replaceMinutesSection', method: 'put', reply: minutesSection },
      ...{ path: `${path}/sections/:section`, body: sectionChange, largestBody },
      ...{ versioned: true, refusals: [409] },
      run: async (call) => {
        const { version } = await section.open(call);
        const wanted = { id: call.id, section: call.section, content: call.input.content, version };
        savedBy(await editSection(services, call.actor, wanted));
        return section.one(call);
      },
    }),
    operation({
      ...{ ...common, id: 'listMinutesMoves', method: 'get', path: `${path}/moves`, reply: moves },
      run: async (call) => {
        const { committee, minutes: found } = await open(call);
        const body = {
          status: found.status,
          moves: movesOfMinutes(found.status).map(({ to, needs }) => {
            const isAllowed = meetsAnyOf(needs, call.actor.permissions, committee);
            return {
              ...{ to, label: labels[to], is_allowed: isAllowed, needs_reason: false },
              lacks: isAllowed ? null : ('permission' as const),
            };
          }),
        } satisfies z.output<typeof moves>;
        return { body, version: found.version };
      },
    }),
    operation({
      ...{ ...common, id: 'moveMinutes', method: 'post', path: `${path}/moves`, reply: minutes },
      ...{ body: newMove, refusals: [409], versioned: true, repeatable: true },
      run: async (call) => {
        const { id, actor, input } = call;
        const outcome = await changeStatus(services, actor, { id, to: input.to });
        savedBy(outcome.kind === 'refused' ? asForAllItems(outcome) : outcome);
        return one(call);
      },
    }),
  ];
}

/** A refused move has the same code for all items. */
const asForAllItems = (refusal: Refusal & { readonly kind: 'refused' }): Refusal => ({
  ...refusal,
  reasons: refusal.reasons.map((reason) =>
    reason.code === 'invalid_move' ? { ...reason, code: 'invalid_transition' } : reason,
  ),
});
