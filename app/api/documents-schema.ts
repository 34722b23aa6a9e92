import { z } from 'zod';
import { documentFields, documentTypes } from '../documents/index.ts';
import { id, moment } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

const line = {
  id: id(),
  title: z.string(),
  doc_type: z.enum(documentTypes),
  tor_id: id().nullable(),
  tor_name: z.string().nullable(),
  created_by_id: id().nullable(),
  created_by_name: z.string().nullable(),
  version_number: z.int().min(1).meta({ description: words.versionNumber }),
  approved_version: z.int().min(1).nullable().meta({ description: words.approvedVersion }),
  created_at: moment(),
  updated_at: moment(),
};

/** A document in a list, without its text. */
export const documentLine = z.object(line).meta({ id: 'DocumentLine' });
export type DocumentLine = z.output<typeof documentLine>;

export const document = z
  .object({ ...line, body: z.string().meta({ description: words.markdown }) })
  .meta({ id: 'Document' });
export type Document = z.output<typeof document>;

const { title, doc_type, body } = documentFields;
const fields = {
  title: title.meta({ minLength: 1, maxLength: 200 }),
  doc_type,
  body: body.meta({ minLength: 1, maxLength: 200_000, description: words.markdown }),
};
const committee = id().nullable().optional();

export const newDocument = z.strictObject({ ...fields, tor_id: committee }).meta({
  id: 'NewDocument',
});
export const documentChange = z
  .strictObject({
    title: fields.title.optional(),
    doc_type: fields.doc_type.optional(),
    body: fields.body.optional(),
    tor_id: committee,
  })
  .meta({ id: 'DocumentChange' });
export type DocumentChange = z.output<typeof documentChange>;
