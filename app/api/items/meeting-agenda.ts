import { missing } from '../../http/answers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { assignPoints, removePoint, saveRollCall } from '../../meetings/index.ts';
import type { Services } from '../../services.ts';
import { noContent, type Operation, operation } from '../operation.ts';
import { savedBy } from '../outcome.ts';
import { pathOf } from './item-call.ts';
import type { MeetingReader } from './meeting-reader.ts';
import { meeting, newAgendaEntries, rollCall } from './meetings-schema.ts';

const path = '/tors/:id/meetings/:item' as const;

/** The agenda of a meeting and its roll call (spec api#items). */
export const agendaEntryOperations = (
  services: Services,
  { one, open }: MeetingReader,
): readonly Operation[] => [
  operation({
    ...{ id: 'assignAgendaPoints', method: 'post', path: `${path}/agenda` },
    ...{ policy: mayRunWithin(assignPoints), repeatable: true },
    ...{ body: newAgendaEntries, reply: meeting, versioned: true },
    run: async (call) => {
      const points = call.input.agenda_point_ids.map(String);
      const wanted = { ...pathOf(call), points };
      savedBy(await assignPoints(services, call.actor, wanted));
      return one(call);
    },
  }),
  operation({
    ...{ id: 'removeAgendaPoint', method: 'delete', path: `${path}/agenda/:point` },
    ...{ policy: mayRunWithin(removePoint), refusals: [409] },
    run: async (call) => {
      const wanted = { ...pathOf(call), point: call.point };
      const outcome = await removePoint(services, call.actor, wanted);
      if (!outcome.ok && outcome.kind === 'refused' && outcome.reasons[0]?.code === 'not_on_agenda')
        throw missing();
      savedBy(outcome);
      return noContent;
    },
  }),
  operation({
    ...{ id: 'saveRollCall', method: 'put', path: `${path}/roll-call` },
    ...{ policy: mayRunWithin(saveRollCall), versioned: true, refusals: [409] },
    ...{ body: rollCall, reply: meeting },
    run: async (call) => {
      const { version } = await open(call);
      const entries = JSON.stringify(call.input.entries);
      const wanted = { ...pathOf(call), rollCall: entries, version };
      savedBy(await saveRollCall(services, call.actor, wanted));
      return one(call);
    },
  }),
];
