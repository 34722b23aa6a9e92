import { moveMeeting } from '../../meetings/commands.ts';
import type { Teller } from './teller.ts';

/** Confirms and opens the meeting of today, so that its page says when and by whom. */
export async function tellRunningMeeting({ does, at, id }: Teller, day: string): Promise<void> {
  const path = { tor: id('tor:change_advisory_board'), id: id('meeting:cab_meeting_3') };
  at(day, -3, '09:00');
  await does('henry', moveMeeting, { ...path, to: 'confirmed' });
  at(day, 0, '10:00');
  await does('henry', moveMeeting, { ...path, to: 'in_progress' });
}
