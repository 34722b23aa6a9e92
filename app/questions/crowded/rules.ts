import type { Permissions, Seat } from '../../relation-reads/index.ts';

/** A person who fills several positions. */
export interface Crowded {
  readonly userId: string;
  readonly user: string;
  /** One per position. */
  readonly seats: readonly Seat[];
  readonly committees: number;
  readonly permissions: number;
}

/** People who fill more positions than a limit, most first (spec questions#crowded). */
export function crowdedPeople(
  seats: readonly Seat[],
  permissions: readonly Permissions[],
  limit: number,
): readonly Crowded[] {
  const codes = new Map(permissions.map((each) => [each.userId, each.codes.length]));
  return [...Map.groupBy(seats, ({ userId }) => userId)]
    .map(([userId, all]) => {
      const own = [...new Map(all.map((seat) => [seat.positionId, seat])).values()];
      return {
        ...{ userId, user: all[0]?.user ?? '', seats: own },
        committees: new Set(own.map(({ committeeId }) => committeeId)).size,
        permissions: codes.get(userId) ?? 0,
      };
    })
    .filter((each) => each.seats.length > limit)
    .toSorted(
      (one, other) =>
        other.seats.length - one.seats.length || Number(one.userId) - Number(other.userId),
    );
}
