import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Picture } from './picture.ts';

/** Identifies a picture by its content; its address changes with it. */
const pictureDigest = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Stores a user's picture in place of the previous one. Returns the digests of both. */
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

/** Deletes a user's picture; returns its digest, `null` if there was none. */
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

/** Returns the picture of a user with this digest; `undefined` if it has been replaced. */
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
