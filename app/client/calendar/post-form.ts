import { sendForm } from '../page-request.ts';

/** The answer of the address for confirming. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Sends fields; `undefined` if there was no answer, which was reported. */
export async function postForm(
  address: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  const answer = await sendForm(address, fields);
  return typeof answer === 'object' && answer !== null && 'ok' in answer
    ? (answer as Answer)
    : undefined;
}
