import { type RawBuilder, sql } from 'kysely';

/**
 * The address of a user's picture, `null` if there is none. It changes with the picture, so
 * browsers may cache it.
 * @param userId SQL for the user's id
 */
export const avatarOf = (userId: RawBuilder<unknown>) => sql<string | null>`(
  select '/users/' || picture.user_id || '/avatar/' || picture.digest
  from avatars picture where picture.user_id = ${userId})`;
