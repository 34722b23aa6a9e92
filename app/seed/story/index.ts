import type { ClientBase } from 'pg';
import { dayOf } from '../calendar.ts';
import { runningDay } from '../content/demo/meetings.ts';
import { tellCorrection, tellMeeting } from './gate-meeting.ts';
import { tellSuggestion } from './gate-night.ts';
import { tellApprovedMinutes, tellDraftMinutes } from './minutes.ts';
import { tellRunningMeeting } from './running-meeting.ts';
import { createTeller, type TellerOptions } from './teller.ts';
import { tellWebhook } from './webhook.ts';

/**
 * Tells the story of the demo committees by running the commands that their members would have run:
 * from a suggestion to approved minutes and a corrected decision, and a webhook (spec seed#story). Runs in the
 * transaction of the seed. Throws if a command is refused.
 */
export async function tellStory(client: ClientBase, options: TellerOptions): Promise<void> {
  const teller = createTeller(client, options);
  const day = dayOf({ cadence: 'biweekly', weekday: 'thursday', occurrence: -2 }, options.now);
  const gates = await tellSuggestion(teller, day);
  const meeting = await tellMeeting(teller, gates, day);
  await tellApprovedMinutes(teller, { tor: gates.tor, meeting, day });
  await tellCorrection(teller, gates, day);
  await tellDraftMinutes(teller, {
    tor: teller.id('tor:it_governance_board'),
    meeting: teller.id('meeting:igb_meeting_2'),
    day: dayOf({ cadence: 'monthly', weekday: 'wednesday', occurrence: -1 }, options.now),
  });
  await tellRunningMeeting(teller, dayOf(runningDay, options.now));
  await tellWebhook(teller, day);
}
