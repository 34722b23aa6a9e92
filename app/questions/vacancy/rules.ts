import type { Seat } from '../../relation-reads/index.ts';
import type { Named } from '../named.ts';
import type { WaitingItem } from '../waiting-item.ts';
import type { ComingMeeting, Place } from './scene.ts';

/** The vacant position or committee. */
export interface Vacant {
  readonly committeeId: string;
  /** `undefined`: all positions of the committee. */
  readonly positionId: string | undefined;
  readonly places: readonly Place[];
}

/** A capability of what becomes vacant, and who else has it in the committee. */
export interface CapabilityLoss {
  readonly capability: string;
  /** Active users who keep it; none: nobody can do it any more. */
  readonly others: readonly string[];
}

const isLeft = ({ committeeId, positionId }: Vacant, seat: Seat): boolean =>
  seat.committeeId === committeeId && (positionId === undefined || seat.positionId === positionId);

/** The seats that become vacant. */
const seatsLeft = (vacant: Vacant, seats: readonly Seat[]): readonly Seat[] =>
  seats.filter((seat) => isLeft(vacant, seat));

/** The capabilities of what becomes vacant (spec questions#vacancy). */
export function capabilityLosses(
  vacant: Vacant,
  seats: readonly Seat[],
  order: readonly string[],
): readonly CapabilityLoss[] {
  const given = new Set(
    vacant.places
      .filter(({ id }) => vacant.positionId === undefined || id === vacant.positionId)
      .flatMap(({ capabilities }) => capabilities),
  );
  const kept = seats.filter(
    (seat) => seat.committeeId === vacant.committeeId && seat.isActive && !isLeft(vacant, seat),
  );
  return order
    .filter((capability) => given.has(capability))
    .map((capability) => ({
      capability,
      others: unique(
        kept
          .filter(({ capabilities }) => capabilities.includes(capability))
          .map(({ user }) => user),
      ),
    }));
}

/** An item that nobody else could move on. */
export interface StuckItem {
  readonly item: WaitingItem;
  /** The lost capabilities that its next steps need. */
  readonly needs: readonly string[];
}

/** Items whose next steps need a capability that nobody keeps. */
export function stuckItems(
  losses: readonly CapabilityLoss[],
  items: readonly WaitingItem[],
): readonly StuckItem[] {
  const lost = new Set(
    losses.filter(({ others }) => others.length === 0).map(({ capability }) => capability),
  );
  return items
    .map((item) => ({ item, needs: item.needs.filter((capability) => lost.has(capability)) }))
    .filter(({ needs }) => needs.length > 0);
}

/** A person who fills what becomes vacant, with their other positions. */
export interface Leaver extends Seat {
  readonly elsewhere: readonly Seat[];
}

/** Who fills what becomes vacant, and what else they fill. */
export const leavers = (vacant: Vacant, seats: readonly Seat[]): readonly Leaver[] =>
  seatsLeft(vacant, seats).map((seat) => ({
    ...seat,
    elsewhere: seats.filter((other) => other.userId === seat.userId && !isLeft(vacant, other)),
  }));

/** An upcoming meeting that no one leads. */
export interface LeaderlessMeeting {
  readonly meeting: ComingMeeting;
  readonly lacksChair: boolean;
  readonly lacksSecretary: boolean;
}

/** Meetings without chair or secretary, now or because the named one fills no other position there. */
export function leaderlessMeetings(
  vacant: Vacant,
  seats: readonly Seat[],
  meetings: readonly ComingMeeting[],
): readonly LeaderlessMeeting[] {
  const staying = new Set(
    seats
      .filter((seat) => seat.committeeId === vacant.committeeId && !isLeft(vacant, seat))
      .map(({ userId }) => userId),
  );
  const leaving = new Set(seatsLeft(vacant, seats).map(({ userId }) => userId));
  const lacks = (leader: Named | null): boolean =>
    leader === null || (leaving.has(leader.id) && !staying.has(leader.id));
  return meetings
    .map((meeting) => ({
      meeting,
      lacksChair: lacks(meeting.chair),
      lacksSecretary: lacks(meeting.secretary),
    }))
    .filter(({ lacksChair, lacksSecretary }) => lacksChair || lacksSecretary);
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];
