import { recordOpinion } from '../../agenda/opinion-commands.ts';
import { createOption } from '../../agenda/option-commands.ts';
import { acceptPart, proposeAmendment, refusePart } from '../../amendments/commands.ts';
import { addComment } from '../../comments/commands.ts';
import {
  approveProposal,
  startReview,
  submitProposal,
  updateProposal,
} from '../../proposals/commands.ts';
import { queueProposal, scheduleProposals } from '../../proposals/queue-commands.ts';
import { acceptSuggestion, createSuggestion } from '../../suggestions/commands.ts';
import type { Teller } from './teller.ts';

// From a suggestion to a decision item with courses of action and opinions.

const title = 'Fixed maintenance night for the ticket gates';
const drafted = `The ticket gates of all stations are updated in one fixed night, from 01:00 to 03:00.

- The night is the same for every station.
- Each update can be undone within 30 minutes.
- The help desk announces it two days before.`;
const amended = drafted
  .replace('from 01:00 to 03:00', 'from 01:00 to 04:00')
  .replace('two days before', 'on the same day');

/** A course of action that the committee considers. */
export type Option = 'sunday' | 'wednesday' | 'stations';

const options: Readonly<
  Record<Option, { title: string; description: string; sections: Readonly<Record<string, string>> }>
> = {
  sunday: {
    title: 'First Sunday of the month',
    description: 'One long night a month, when the fewest trains run.',
    sections: {
      Risks: 'A failed update waits four weeks for its second attempt.',
      Staff: 'Four people on Sunday rates, **twelve nights** a year.',
    },
  },
  wednesday: {
    title: 'Every second Wednesday',
    description: 'Two short nights a month, on the day before the board meets.',
    sections: {
      Risks: 'Gates may be down at the start of a working day.',
      Staff: 'Two people of the usual night shift; no additional cost.',
      'Way back': 'The board hears of a failed update on the next morning.',
    },
  },
  stations: {
    title: 'Station by station, without a fixed night',
    description: 'As today: each station agrees on a night with the operations center.',
    sections: { Risks: 'Two neighboring stations can be down at once, as in March and May.' },
  },
};

const opinions: readonly (readonly [who: string, prefers: Option, commentary: string])[] = [
  ['grace', 'wednesday', 'The night shift knows the gates, and we can try again after two weeks.'],
  ['irene', 'sunday', 'On a working day the operations center has no one to spare at 04:00.'],
  ['frank', 'wednesday', ''],
];

export interface GateNight {
  readonly tor: string;
  /** Id of the agenda point. */
  readonly point: string;
  /** Ids of the courses of action. */
  readonly options: Readonly<Record<Option, string>>;
}

/** Tells how the suggestion became a decision item of the meeting on `day`. */
export async function tellSuggestion(teller: Teller, day: string): Promise<GateNight> {
  const { does, at } = teller;
  const tor = teller.id('tor:change_advisory_board');
  at(day, -16, '09:10');
  const suggestion = await does('grace', createSuggestion, {
    tor,
    description:
      'Give the ticket gates a fixed maintenance night. Updates are agreed station by station, and twice this year two neighboring stations had no gates on the same morning.',
  });
  at(day, -15, '14:25');
  await does('irene', addComment, {
    ...{ kind: 'suggestion' as const, tor, item: suggestion.id },
    body: 'The operations center would welcome this. @grace, can the help desk announce it?',
  });
  at(day, -14, '08:50');
  await does('henry', acceptSuggestion, { tor, id: suggestion.id });
  const id = await teller.find(
    `select r.target_id::text as id from relations r join entities p on p.id = r.target_id and p.entity_type = 'proposal'
     where r.source_id = $1`,
    suggestion.id,
  );
  at(day, -13, '10:00');
  await does('grace', updateProposal, {
    ...{ tor, id, title, description: drafted },
    rationale:
      'One night needs one on-call team, and passengers and station staff know what to expect.',
  });
  await does('grace', submitProposal, { tor, id });
  await tellReview(teller, { tor, item: id }, day);
  const [point = ''] = (
    await does('grace', scheduleProposals, {
      ...{ tor, proposal_ids: [id], scheduled_date: day },
      ...{ time_allocation_minutes: 25, item_type: 'decision' as const },
    })
  ).points;
  return { tor, point, options: await tellOptions(teller, { tor, id: point }, day) };
}

/** The review: a question, an amendment that is accepted in part, and the approval. */
async function tellReview(
  { does, at }: Teller,
  { tor, item }: { readonly tor: string; readonly item: string },
  day: string,
): Promise<void> {
  const path = { kind: 'proposal' as const, tor, item };
  at(day, -12, '09:30');
  await does('henry', startReview, { tor, id: item });
  const question = await does('henry', addComment, {
    ...{ ...path, body: '@irene Are two hours enough for all stations?' },
  });
  at(day, -11, '11:05');
  await does('irene', addComment, {
    ...{ ...path, thread: question },
    body: 'No, the last update took **2 h 40 min**. I proposed an amendment.',
  });
  const amendment = await does('irene', proposeAmendment, {
    ...{ ...path, field: 'description' as const, text: amended },
    reason: 'The last update took longer than two hours, and staff forget what they hear early.',
  });
  at(day, -10, '15:40');
  await does('henry', acceptPart, { ...path, amendment, part: 0 });
  await does('henry', refusePart, { ...path, amendment, part: 1 });
  await does('henry', addComment, {
    ...path,
    body: 'The longer night is in. The announcement stays at two days: schools plan trips.',
  });
  at(day, -9, '09:00');
  await does('henry', approveProposal, { tor, id: item });
  await does('grace', queueProposal, { tor, id: item });
}

async function tellOptions(
  { does, at }: Teller,
  point: { readonly tor: string; readonly id: string },
  day: string,
): Promise<GateNight['options']> {
  const ids: Record<Option, string> = { sunday: '', wednesday: '', stations: '' };
  at(day, -8, '13:15');
  for (const key of ['sunday', 'wednesday', 'stations'] as const) {
    const { sections, ...texts } = options[key];
    const made = await does('grace', createOption, {
      ...{ ...point, ...texts, coa_type: 'complex' as const },
      section_titles: Object.keys(sections),
      section_contents: Object.values(sections),
    });
    ids[key] = made.id;
  }
  at(day, -3, '16:20');
  for (const [who, prefers, commentary] of opinions)
    await does(who, recordOpinion, { ...point, preferred_coa_id: ids[prefers], commentary });
  return ids;
}
