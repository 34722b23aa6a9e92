import { parse } from 'node:path';
import type { Response } from 'express';
import type { VNode } from 'preact';
import { type FlashMessage, type Shell, ShellContext } from '../ui/shell-context.ts';
import type { Answer, Download } from './answers.ts';
import { type FlashCookie, sendFlash, takeFlash } from './flash.ts';
import { sendPage } from './render.ts';
import { sendGrowing } from './send-growing.tsx';
import { sendPieces } from './send-pieces.ts';

export interface SendOptions {
  readonly shell: () => Shell;
  /** Classification of the installation's content. */
  readonly classification: string | undefined;
  readonly flash: FlashCookie;
}

/** Sends the answer of a handler. Throws the error of a problem, for the error handler. */
export async function sendAnswer(
  response: Response,
  answer: Answer,
  { shell, flash, classification }: SendOptions,
): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (name.toLowerCase() === 'set-cookie') response.append(name, [...[value].flat()]);
    else response.set(name, typeof value === 'string' ? value : [...value]);
  }
  switch (answer.kind) {
    case 'page':
      return sendShellPage(response, answer.page, answer.status, withFlash(shell(), answer.flash));
    case 'json':
      response.status(answer.status).json(answer.value);
      return;
    case 'redirect': {
      // A message for an address that only leads on is shown where it leads to.
      const message = answer.flash ?? takeFlash(response.req, response, flash)[0];
      if (message !== undefined) sendFlash(response, answer.to, message, flash);
      response.redirect(303, answer.to);
      return;
    }
    case 'empty':
      response.status(answer.status).end();
      return;
    case 'problem':
      throw answer.error;
    case 'growing':
      return sendGrowing(response, answer, shell());
    case 'download':
      return sendDownload(response, answer, classification);
  }
}

/** A shell with one more message. */
const withFlash = (shell: Shell, message: FlashMessage | undefined): Shell =>
  message === undefined ? shell : { ...shell, flash: [message, ...shell.flash] };

/** Sends a page in its shell. */
export function sendShellPage(
  response: Response,
  content: VNode,
  status: number,
  shell: Shell,
): void {
  sendPage(
    response,
    <ShellContext.Provider value={shell}>{content}</ShellContext.Provider>,
    status,
  );
}

async function sendDownload(
  response: Response,
  { body, type, fileName, deadlineMs }: Download,
  classification?: string,
): Promise<void> {
  response.set('Content-Type', type);
  if (fileName !== undefined)
    response.attachment(markedName(fileName, classification)).set('Content-Type', type);
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.send(typeof body === 'string' ? Buffer.from(body) : Buffer.from(body));
    return;
  }
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  await sendPieces(response, body, { ...(deadlineMs !== undefined && { inAllMs: deadlineMs }) });
}

/**
 * A file has no banner, and an extra line would be read as data, so its name carries the
 * classification (spec interface#classification).
 */
function markedName(fileName: string, classification = ''): string {
  // Characters that file systems do not accept.
  const mark = classification.replace(/[\p{Cc}\s\\/:*?"<>|]+/gu, ' ').trim();
  const { name, ext } = parse(fileName);
  return mark === '' ? fileName : `${name} (${mark})${ext}`;
}
