import { z } from 'zod';
import { area, id } from '../http/fields.ts';
import { seenVersion } from '../ontology/seen-version.ts';
import { mostCharacters } from './comment.ts';
import { texts } from './texts.ts';

/** The text of a comment (spec comments#text). */
export const commentBody = area(texts.form.field, { most: mostCharacters });

/** A new comment; `thread` is the comment that it replies to. */
export const newComment = z.object({
  body: commentBody,
  thread: z.union([z.literal('').transform(() => undefined), id]).optional(),
});

export const commentChange = z.object({ body: commentBody, version: seenVersion.optional() });
