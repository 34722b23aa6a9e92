import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';
import type { Hands, MotionKind, MotionResult } from './motion.ts';

const hands = ({ for: yes, against, abstained }: Hands): string =>
  `${yes} for, ${against} against, ${abstained} abstained`;

const results: Readonly<Record<MotionResult, string>> = {
  carried: 'carried',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
};

/** Texts of motions. */
export const texts = {
  title: 'Motions',
  none: 'No motion on this item.',
  afterRollCall: 'Members move motions once the roll call is taken.',
  kinds: {
    close_debate: 'Close the debate',
    close_speakers: 'Close the list of speakers',
    postpone_item: 'Postpone the item to a later meeting',
    change_order: 'Change the order of the agenda',
    take_break: 'Take a break',
    secret_vote: 'Vote by secret ballot',
    other: 'Other motion',
  } satisfies Record<MotionKind, string>,
  /** A kind with what exactly is moved. */
  exactly: (kind: string, wording: string) => `${kind}: ${wording}`,
  by: (mover: string, seconder: string | null) =>
    seconder === null ? `Moved by ${mover}` : `Moved by ${mover}, seconded by ${seconder}`,
  hands,
  state: {
    open: 'Open',
    waiting: (place: number) => `${place} in line`,
    carried: 'Carried',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    lapsed: 'Lapsed',
  },
  /** How a settled motion ended, after its result. */
  how: { consent: 'by consent', hands },
  minutes: {
    motion: (what: string) => `Motion: ${what}`,
    by: (mover: string, seconder: string | null) =>
      seconder === null ? `(moved by ${mover})` : `(moved by ${mover}, seconded by ${seconder})`,
    consent: (result: 'carried' | 'rejected') => `${results[result]} by consent`,
    hands: (result: 'carried' | 'rejected', shown: Hands) => `${results[result]}, ${hands(shown)}`,
    ended: (result: MotionResult) => results[result],
    open: 'not settled',
  },
  move: {
    title: 'Move a motion',
    kind: 'Motion',
    choose: 'Choose a motion',
    wording: 'Wording',
    wordingHelp: 'The exact wording. Required for another motion.',
    submit: 'Move motion',
  },
  second: 'Second',
  withdraw: 'Withdraw',
  open: 'Open motion',
  close: {
    label: (motion: string) => `Result of the motion: ${motion}`,
    result: 'Result',
    submit: 'Record result',
    hands: 'Show of hands',
    for: 'For',
    against: 'Against',
    abstained: 'Abstained',
    help: (votes: number) =>
      `${counted(votes, 'vote')} present. Leave empty if it is settled by consent.`,
    carried: 'Carried',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
  },
  done: {
    moved: 'Motion moved.',
    seconded: 'Motion seconded.',
    opened: 'Motion opened.',
    carried: 'Motion carried.',
    rejected: 'Motion rejected.',
    withdrawn: 'Motion withdrawn.',
  },
  refused: {
    notRunning: 'The meeting is not running.',
    kind: 'Choose a motion.',
    wording: 'Enter the wording of the motion.',
    result: 'Choose carried, rejected or withdrawn.',
    votes: 'Enter whole numbers from 0 to 9999.',
    notVoter: 'Only members with a vote who are present move motions.',
    noItem: 'No agenda point is open. Motions are about the current one.',
    moved: 'The same motion waits already.',
    tooMany: 'Too many motions wait. Settle some of them first.',
    notPresent: 'Only those who are present second motions.',
    own: 'You moved this motion. Another member seconds it.',
    seconded: 'The motion is already seconded.',
    settled: 'The motion is already settled.',
    oneOpen: 'Another motion is open. Settle it first.',
    notNext: 'Another motion comes first.',
    notOpen: 'Open the motion before its result is recorded.',
    noVote: 'A withdrawn motion has no votes. Leave the counts empty.',
    noHands: 'Enter the votes, or leave all counts empty.',
    tooManyHands: (votes: number) => `Only ${votes} votes are present.`,
    notCarried: 'A motion is carried with more votes for it than against it.',
    chair: 'Only those who manage the agenda settle motions.',
  },
  exchange: {
    differs: (at: string) => `The stored meeting has another motion that was moved at ${at}.`,
    later: (at: string) => `The stored meeting has a motion that was moved after ${at}.`,
    noPoint: (name: string) => `There is no agenda point “${name}”.`,
  },
} as const satisfies Texts;
