import type { Request } from 'express';
import type { VNode } from 'preact';
import type { FormState } from '../ui/form-state.ts';
import { localPath } from '../ui/local-path.ts';
import { addressOf } from './address.ts';
import { type Answer, redirect } from './answers.ts';
import type { Fields } from './body.ts';
import { keptFields } from './kept-fields.ts';
import { texts } from './texts.ts';

/**
 * Marks the address of a form that is only to be shown again, with its values from before the
 * session ended.
 */
const mark = 'restore_form';

/** The address that shows a form again. */
export function restoringAddress(to: string): string {
  return `${to}${to.includes('?') ? '&' : '?'}${mark}=1`;
}

/** Whether a request only asks for its form; no route executes it. */
export const isRestoring = (request: Pick<Request, 'originalUrl'>): boolean =>
  addressOf(request).searchParams.has(mark);

/** The form cannot be shown, so the request is not executed: redirects to its page. */
export const nothingDone = (back: unknown): Answer =>
  redirect((typeof back === 'string' ? localPath(back) : undefined) ?? '/dashboard', {
    tone: 'info',
    text: texts.restored.nothingDone,
  });

/**
 * The form as submitted, not yet saved. @param shows the page with the form; omitted for buttons
 * without input
 */
export async function restored(
  fields: Fields,
  shows: ((state: FormState) => VNode | Promise<VNode>) | undefined,
): Promise<Answer> {
  if (shows === undefined) return nothingDone(fields['restore_back']);
  const shown = await shows({ values: keptFields(fields), problems: [] });
  return {
    kind: 'page',
    page: shown,
    status: 200,
    flash: { tone: 'info', text: texts.restored.notSaved },
  };
}
