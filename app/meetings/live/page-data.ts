import type { VNode } from 'preact';
import type { CommandServices } from '../../ontology/command.ts';
import type { FormState } from '../../ui/form-state.ts';
import { type MeetingCall, meetingViews, partsOf } from '../page-data.ts';
import { livePage, type RefusedForms } from './page.tsx';

/** The live view with its data, read from the database. */
export function liveViews(services: Pick<CommandServices, 'db'>) {
  const { seen } = meetingViews(services);
  const live = async (call: MeetingCall, refused: RefusedForms = {}): Promise<VNode> => {
    const { committee, actor, now } = call;
    const meeting = await seen(call);
    return livePage({
      ...{ committee, meeting, now, ...refused },
      ...partsOf(committee, meeting, actor, now),
    });
  };
  return {
    live: (call: MeetingCall): Promise<VNode> => live(call),

    /** Shows the input again, beside the stored notes. */
    notes: (call: MeetingCall & { readonly entry: string }, state: FormState): Promise<VNode> =>
      live(call, { notes: { entry: call.entry, state } }),

    /** Shows the form of a motion again, or that of a new one. */
    motion: (call: MeetingCall & { readonly motion?: string }, state: FormState): Promise<VNode> =>
      live(call, { motion: { motion: call.motion, state } }),
  };
}
