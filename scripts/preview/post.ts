import { z } from 'zod';
import { type Gitlab, GitlabError, gitlab } from '../gitlab/api.ts';
import { marker } from './markdown.ts';

/** The note could not be written; the message says why and what to do. */
export class PostError extends Error {}

const variables = z.object({
  CI_API_V4_URL: z.string(),
  CI_PROJECT_ID: z.string(),
  CI_MERGE_REQUEST_IID: z.string(),
  PREVIEW_TOKEN: z.string().min(1),
});

const anything = z.unknown();
const noteSchema = z.object({ id: z.int(), body: z.string(), system: z.boolean().optional() });

/**
 * Writes the note to the merge request named by the pipeline's variables. Returns the action taken.
 */
export async function postNote(
  environment: Readonly<Record<string, string | undefined>>,
  body: string,
): Promise<string> {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new PostError(`--post requires the pipeline of a merge request: ${names} is missing.`);
  }
  const {
    CI_API_V4_URL: url,
    CI_PROJECT_ID: project,
    CI_MERGE_REQUEST_IID: request,
    PREVIEW_TOKEN: token,
  } = parsed.data;
  try {
    return await writeOneNote(
      gitlab({ url, token }),
      `/projects/${encodeURIComponent(project)}/merge_requests/${request}/notes`,
      body,
    );
  } catch (error) {
    if (error instanceof GitlabError)
      throw new PostError(`${error.message}\nThe note was not posted.`, { cause: error });
    throw error;
  }
}

/**
 * One note with our marker: created, updated, or left alone if it is unchanged. Duplicates from a
 * race are deleted.
 */
async function writeOneNote(api: Gitlab, path: string, body: string): Promise<string> {
  const notes = await api.list(`${path}?order_by=created_at&sort=asc`, noteSchema);
  const [ours, ...copies] = notes.filter(
    (note) => note.system !== true && note.body.startsWith(marker),
  );
  for (const { id } of copies) await api.delete(`${path}/${id}`);
  if (ours === undefined) {
    await api.send('POST', path, { body }, anything, undefined);
    return 'Note created in the merge request.';
  }
  if (ours.body.trim() === body.trim()) return 'The note of the merge request is up to date.';
  await api.send('PUT', `${path}/${ours.id}`, { body }, anything, undefined);
  return 'Note of the merge request updated.';
}
