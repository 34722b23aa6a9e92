import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Picture } from './picture.ts';

/** Names a picture by its content; its address changes with it. */
const pictureDigest = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/**
 * Gives a user a picture in place of the one before. Returns its digest and that of the one before.
 */
export async function writeAvatar(
  tx: Tx,
  userId: string,
  { type, bytes }: Picture,
  now: Date,
): Promise<{ before: string | null; after: string }> {
  const digest = pictureDigest(bytes);
  const before = await avatarDigest(tx, userId);
  await sql`insert into avatars (user_id, media_type, digest, content, updated_at) values (${userId}, ${type}, ${digest}, ${Buffer.from(bytes)}, ${now})
    on conflict (user_id) do update set media_type = excluded.media_type, digest = excluded.digest, content = excluded.content,
      updated_at = excluded.updated_at`.execute(tx);
  return { before, after: digest };
}

/** Takes a user's picture away; returns its digest, `null` when there was none. */
export async function deleteAvatar(tx: Tx, userId: string): Promise<string | null> {
  const { rows } = await sql<{
    digest: string;
  }>`delete from avatars where user_id = ${userId} returning digest`.execute(tx);
  return rows[0]?.digest ?? null;
}

async function avatarDigest(db: Db, userId: string): Promise<string | null> {
  const { rows } = await sql<{
    digest: string;
  }>`select digest from avatars where user_id = ${userId}`.execute(db);
  return rows[0]?.digest ?? null;
}

/** The picture of a user that has this digest; `undefined` when they have another one by now. */
export async function findAvatar(
  db: Db,
  userId: string,
  digest: string,
): Promise<{ type: string; content: Buffer } | undefined> {
  const { rows } = await sql<{ type: string; content: Buffer }>`
    select media_type as type, content from avatars where user_id = ${userId} and digest = ${digest}`.execute(
    db,
  );
  return rows[0];
}
