import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';
import type { QuorumKind } from './quorum.ts';

const seats = (count: number) => counted(count, 'voting seat');

/** Texts of the quorum and of how a committee decides. */
export const texts = {
  title: 'Quorum',
  state: {
    met: (present: number, filled: number) => `Met: ${number(present)} of ${seats(filled)}`,
    missing: (present: number, filled: number) => `Not met: ${number(present)} of ${seats(filled)}`,
    unknown: 'Not known: no roll call yet',
    'not-required': 'No quorum required',
  },
  meter: 'Voting seats present',
  meterValue: (present: number, filled: number) => `${number(present)} of ${number(filled)}`,
  needed: (needed: number) => `${number(needed)} needed.`,
  lacking: (labels: readonly string[]) => `Must be present: ${listed(labels)}.`,
  absent: {
    excused: (labels: readonly string[]) => `Excused: ${listed(labels)}.`,
    absent: (labels: readonly string[]) => `Absent: ${listed(labels)}.`,
    vacant: (labels: readonly string[]) => `Vacant: ${listed(labels)}.`,
  },
  who: (count: number) => `Who is there: ${counted(count, 'seat')}`,
  seat: {
    present: 'Present',
    represented: 'Represented',
    excused: 'Excused',
    absent: 'Absent',
    vacant: 'Vacant',
  },
  byPerson: (holder: string, by: string) => `${by}, for ${holder}`,
  advisory: 'No vote',
  tab: 'How this committee decides',
  link: 'Change rules',
  lead: 'The quorum of meetings, and who records decisions.',
  fields: {
    kind: 'Quorum',
    least: 'At least',
    leastHelp: 'Percent for a share, seats for a fixed number.',
    needsMandatory: 'Mandatory positions must be present',
    needsMandatoryHelp: 'Vacant positions are left out.',
    countsSubstitutes: 'Substitutes count for absent holders',
    without: 'Decisions without quorum',
    decidesBy: 'How decisions are made',
    proxies: 'Proxies',
    proxiesHelp: 'How many absent voters one user may vote for.',
  },
  kinds: {
    none: 'No quorum',
    majority: 'More than half',
    share: 'A share',
    count: 'A fixed number',
  } as const satisfies Record<QuorumKind, string>,
  kindsHelp: {
    none: 'Decisions need no one in particular.',
    majority: 'More than half of the filled voting seats.',
    share: 'At least a percentage of the filled voting seats.',
    count: 'At least a number of voting seats.',
  } as const satisfies Record<QuorumKind, string>,
  without: { refuse: 'Refuse', mark: 'Allow and mark' },
  withoutHelp: {
    refuse: 'No decision can be recorded without quorum.',
    mark: 'The decision says for good that it was made without quorum.',
  },
  decidesBy: { record: 'Recorded by one user', ballot: 'By ballot' },
  decidesByHelp: {
    record: 'A user who may decide records what the committee chose.',
    ballot: 'A decision needs a closed ballot, and takes its result.',
  },
  save: 'Save rules',
  saved: (committee: string) => `Rules of ${committee} saved.`,
  problem: {
    kind: 'Choose a kind of quorum.',
    share: 'A share must be between 1 and 100 percent.',
    count: 'The number of seats must be between 1 and 999.',
    without: 'Choose what happens to decisions without quorum.',
    decidesBy: 'Choose how decisions are made.',
    proxies: 'The number of proxies must be between 0 and 9.',
  },
  rule: {
    none: 'No quorum is required.',
    majority: 'More than half of the filled voting seats must be present.',
    share: (percent: number) =>
      `At least ${number(percent)} % of the filled voting seats must be present.`,
    count: (count: number) => `At least ${seats(count)} must be present.`,
    mandatory: 'Each filled mandatory position must be present.',
    noSubstitutes: 'Substitutes do not count.',
    mark: 'Decisions without quorum are marked.',
    ballot: 'Decisions are made by ballot.',
  },
} as const satisfies Texts;
