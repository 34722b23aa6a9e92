import { z } from 'zod';
import { commentBody } from '../../comments/index.ts';
import { id, moment } from '../schema.ts';
import { texts } from '../texts.ts';

const words = texts.members;

export const comment = z
  .object({
    id: id(),
    body: z.string().meta({ description: words.commentBody }),
    author_id: id().nullable(),
    author_name: z.string().nullable(),
    reply_to: id().nullable().meta({ description: words.replyTo }),
    created_at: moment(),
    edited_at: moment().nullable(),
    withdrawn_at: moment().nullable(),
    mentions: z.array(z.object({ user_id: id(), user_name: z.string() })),
  })
  .meta({ id: 'Comment' });

export const comments = z
  .object({
    items: z.array(comment),
    total: z.int(),
    is_closed: z.boolean().meta({ description: words.closed }),
  })
  .meta({ id: 'Comments' });

const body = commentBody.meta({ minLength: 1, maxLength: 5000, description: words.markdown });
export const newComment = z
  .strictObject({ body, reply_to: id().optional() })
  .meta({ id: 'NewComment' });
export const commentChange = z.strictObject({ body }).meta({ id: 'CommentChange' });
