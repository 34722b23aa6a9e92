import type { Capability } from '../authority/index.ts';
import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';
import type { Capacity } from './position.ts';

/** Texts of positions and terms of office. */
export const texts = {
  title: 'Positions',
  filled: (filled: number, total: number) => `${number(filled)} of ${number(total)} filled`,
  caption: (committee: string) => `Positions of ${committee}`,
  create: 'New position',
  all: (total: number) => `Show all ${counted(total, 'position')}`,
  empty: {
    title: 'No positions yet',
    advice: 'A position is a seat in the committee, such as chair, with capabilities.',
  },
  columns: {
    position: 'Position',
    holder: 'Holder',
    membership: 'Membership',
    capabilities: 'Capabilities',
    actions: 'Actions',
    capability: 'Capability',
    positions: 'Positions',
  },
  functions: { title: 'Functions', caption: (committee: string) => `Functions of ${committee}` },
  pages: { label: 'Pages of positions', previous: 'Previous page', next: 'Next page' },
  range: (from: number, to: number, total: number) =>
    `${number(from)}–${number(to)} of ${counted(total, 'position')}`,
  membership: { mandatory: 'Mandatory', optional: 'Optional' },
  capacity: {
    holder: 'Holder',
    acting: 'Acting',
    substitute_for: 'Substitute',
  } as const satisfies Record<Capacity, string>,
  capacityHelp: {
    holder: 'Fills the position.',
    acting: 'Fills the position until it has a holder.',
    substitute_for: 'Stands in for the holder, and takes no seat.',
  } as const satisfies Record<Capacity, string>,
  capability: {
    can_call_meetings: 'Call meetings',
    can_manage_agenda: 'Manage the agenda',
    can_record_decisions: 'Record decisions',
    can_review_suggestions: 'Review suggestions',
    can_create_proposals: 'Create proposals',
    can_approve_proposals: 'Approve proposals',
  } as const satisfies Record<Capability, string>,
  noCapabilities: 'None',
  vacant: 'Vacant',
  vacantSince: (day: string) => `Vacant since ${day}`,
  freeSeats: (free: number, seats: number) => `${number(free)} of ${counted(seats, 'seat')} free`,
  inactive: 'Deactivated',
  /** A term beside the name of its user. */
  term: {
    since: (day: string) => `since ${day}`,
    until: (day: string) => `until ${day}`,
    from: (day: string) => `from ${day}`,
    between: (since: string, until: string) => `${since} – ${until}`,
  },
  planned: 'Planned',
  now: 'Today',
  former: 'Ended',
  actions: {
    more: (position: string) => `Actions for ${position}`,
    edit: 'Edit position',
    assign: 'Assign',
    assignMore: 'Assign user…',
    vacate: (user: string) => `Vacate: ${user}…`,
    cancel: (user: string) => `Cancel: ${user}…`,
    history: 'Show history',
    remove: 'Delete position…',
  },
  fields: {
    name: 'Name',
    nameHelp: 'Short name, unique in this committee, such as chair.',
    label: 'Label',
    labelHelp: 'Shown on pages and in lists.',
    description: 'Description',
    category: 'Category',
    membership: 'Membership',
    seats: 'Seats',
    seatsHelp: 'How many users fill the position at the same time.',
    voting: 'Vote',
    weight: 'Weight of its ballot',
    weightHelp: 'Counts in weighted ballots only.',
    capabilities: 'Capabilities',
    capabilitiesHelp: 'What users in this position may do in this committee.',
    user: 'User',
    userHelp: 'Active users without a position in this committee.',
    since: 'First day',
    until: 'Last day',
    sinceHelp: (zone: string) => `Days begin at midnight in ${zone}.`,
    untilHelp: 'Leave empty if the end is not known.',
    capacity: 'Capacity',
  },
  membershipHelp: {
    mandatory: 'The committee is incomplete while the position is vacant.',
    optional: 'The position may be vacant.',
  },
  voting: { voting: 'Voting', advisory: 'Advisory' },
  votingHelp: {
    voting: 'Votes, and counts toward the quorum.',
    advisory: 'Advises without a vote.',
  },
  votingChoice: 'Choose voting or advisory as vote.',
  weightRange: (most: number) => `The weight must be between 1 and ${number(most)}.`,
  form: {
    createTitle: 'New position',
    create: 'Create position',
    save: 'Save position',
  },
  taken: (name: string, label: string) =>
    `The name ${name} is taken by ${label}. Choose another name.`,
  seatsRange: (most: number) => `Seats must be between 1 and ${number(most)}.`,
  tooFewSeats: (taken: number) =>
    `${counted(taken, 'seat')} will be taken at the same time. Vacate some first.`,
  overfull: (position: string, seats: number, taken: number) =>
    `${position} has ${counted(seats, 'seat')}, but ${counted(taken, 'user')} would hold it at the same time.`,
  deletion: {
    title: (position: string) => `Delete position ${position}?`,
    confirm: 'Delete position',
    keep: 'Keep position',
    body: 'Its capabilities and its history of holders are deleted with it. The audit log keeps its events.',
    held: (position: string, holders: readonly string[], more: number) =>
      `${position} is held by ${listed(
        more === 0 ? holders : [...holders, counted(more, 'other user')],
      )}. Vacate it first.`,
  },
  assign: {
    title: (position: string) => `Assign ${position}`,
    submit: 'Assign position',
    none: 'Every active user has a position in this committee.',
    close: 'Back to positions',
    unknownUser: 'Choose an active user.',
    unknownPosition: 'Choose a position of this committee.',
    membership: 'Choose mandatory or optional as membership.',
    capacity: 'Choose holder, acting or substitute as capacity.',
    day: (field: string) => `${field} must be a date such as 2026-03-31.`,
    order: 'The last day is before the first day. Correct one of them.',
    full: (position: string) =>
      `${position} has no free seat in this period. Choose other dates, or vacate it first.`,
    twice: (user: string, position: string) =>
      `${user} already fills ${position} in this period. Choose other dates.`,
    done: (user: string, position: string) => `${user} assigned to ${position}.`,
    doneFrom: (user: string, position: string, day: string) =>
      `${user} assigned to ${position} from ${day}.`,
  },
  vacate: {
    title: (user: string, position: string) => `Vacate ${position}, held by ${user}?`,
    plannedTitle: (user: string, position: string) => `Cancel the term of ${user} as ${position}?`,
    body: (user: string) => `${user} keeps the position until the end of the last day.`,
    plannedBody: 'The term has not begun, so it is removed.',
    submit: 'Vacate position',
    cancelTerm: 'Cancel term',
    keep: 'Keep holder',
    vacant: (position: string) => `${position} is vacant already.`,
    tooEarly: (day: string) => `The term begins on ${day}. Choose a later last day.`,
    tooLate: (day: string) => `The term ends on ${day}. Choose an earlier last day.`,
    done: (users: readonly string[], position: string) => `${position} vacated: ${listed(users)}.`,
    doneOn: (users: readonly string[], position: string, day: string) =>
      `Last day of ${listed(users)} in ${position}: ${day}.`,
  },
  unknownAction: 'Unknown action. Choose assign or vacate.',
  history: {
    title: (position: string) => `History of ${position}`,
    none: 'No one has filled this position yet.',
    assignedBy: 'Assigned by',
    endedBy: 'Ended by',
  },
  created: (position: string) => `Position ${position} created.`,
  saved: (position: string) => `Position ${position} saved.`,
  deleted: (position: string) => `Position ${position} deleted.`,
  moved: (position: string, place: number, of: number) =>
    `${position} is now number ${number(place)} of ${number(of)}.`,
  held: {
    title: 'Positions',
    none: 'No positions',
    position: (position: string, committee: string) => `${position}, ${committee}`,
    stops: 'No other user can do this',
    stopsIn: (committee: string, capabilities: readonly string[]) =>
      `${committee}: ${listed(capabilities.map((capability) => capability.toLowerCase()))}`,
  },
} as const satisfies Texts;
