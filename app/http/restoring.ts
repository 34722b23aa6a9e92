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
 * Marks the address of a form that is only to be shown again, with what was typed before its
 * session ended.
 */
const mark = 'restore_form';

/** Where a form is sent to be shown again. */
export function restoringAddress(to: string): string {
  return `${to}${to.includes('?') ? '&' : '?'}${mark}=1`;
}

/**
 * Whether a request asks for its form only; nothing is done for such a one, whatever route it is.
 */
export const isRestoring = (request: Pick<Request, 'originalUrl'>): boolean =>
  addressOf(request).searchParams.has(mark);

/** Nothing was done, and there is no form to show: back to the page that it was on. */
export const nothingDone = (back: unknown): Answer =>
  redirect((typeof back === 'string' ? localPath(back) : undefined) ?? '/dashboard', {
    tone: 'info',
    text: texts.restored.nothingDone,
  });

/**
 * The form as it was sent, not yet saved. @param shows the page with the form; left out for
 * buttons, into which nobody types
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
