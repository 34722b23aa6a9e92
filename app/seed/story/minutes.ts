import {
  changeStatus,
  editSection,
  generateMinutes,
  saveActions,
  saveDistribution,
  signMinutes,
} from '../../minutes/commands.ts';
import type { Teller } from './teller.ts';

// Minutes: approved and signed ones, and a draft.

const sectionOf = ({ find }: Teller, minutes: string, type: string): Promise<string> =>
  find(
    `select s.id::text as id from relations r join entities s on s.id = r.source_id
     where r.target_id = $1 and s.entity_type = 'minutes_section' and s.properties ->> 'section_type' = $2`,
    minutes,
    type,
  );

interface Held {
  readonly tor: string;
  readonly meeting: string;
  readonly day: string;
}

/** Tells the minutes of a meeting up to the second signature. */
export async function tellApprovedMinutes(
  teller: Teller,
  { tor, meeting, day }: Held,
): Promise<void> {
  const { does, at } = teller;
  at(day, 1, '08:30');
  const { id } = await does('eva', generateMinutes, { tor, meeting });
  await does('eva', saveDistribution, {
    id,
    entries: ['change-board@example.com', 'Operations center', 'Help desk'],
  });
  const due = new Date(Date.parse(day) + 9 * 86_400_000).toISOString().slice(0, 10);
  await does('eva', saveActions, {
    id,
    rows: [
      {
        ...{ description: 'Announce the first maintenance night to all stations' },
        ...{ responsible: 'Grace Lead', due_date: due, status: 'done' },
      },
      {
        ...{ description: 'Enter the maintenance nights of the year into the change calendar' },
        ...{ responsible: 'Change Manager', due_date: due, status: 'in_progress' },
      },
    ],
  });
  await does('eva', editSection, {
    ...{ id, section: await sectionOf(teller, id, 'protocol') },
    content:
      '## Meeting Protocol\n\nThe meeting followed the standing protocol. It began at 10:00 and closed at 10:45.',
  });
  await does('eva', changeStatus, { id, to: 'pending_approval' });
  at(day, 2, '09:15');
  await does('henry', changeStatus, { id, to: 'approved' });
  await does('henry', signMinutes, { id });
  at(day, 2, '10:05');
  await does('eva', signMinutes, { id });
}

/** Tells minutes that their secretary still writes. */
export async function tellDraftMinutes(teller: Teller, { tor, meeting, day }: Held): Promise<void> {
  const { does, at } = teller;
  at(day, 1, '09:40');
  const { id } = await does('eva', generateMinutes, { tor, meeting });
  await does('eva', editSection, {
    ...{ id, section: await sectionOf(teller, id, 'decisions') },
    content:
      '## Decisions\n\n- Zero-trust network architecture: approved as presented by the network team.\n- Cloud platform: two platforms shortlisted; the choice is planned for the next meeting.',
  });
}
