import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Shell, ShellContext } from '../ui/shell-context.ts';
import type { Growing } from './answers.ts';
import { sendPieces } from './send-pieces.ts';

/** Marks where the page grows; the markup around it is sent before and after. */
const slot = <div data-grows-here="" />;
const slotMarkup = renderToString(slot);

/** Streams a page while an operation runs. Leaving the page ends the stages. */
export async function sendGrowing(
  response: Response,
  { frame, stages }: Growing,
  shell: Shell,
): Promise<void> {
  const markup = (content: VNode): string =>
    renderToString(<ShellContext.Provider value={shell}>{content}</ShellContext.Provider>);
  const [before = '', after = ''] = markup(frame(slot)).split(slotMarkup);
  async function* pieces(): AsyncGenerator<string> {
    yield `<!doctype html>${before}`;
    for await (const stage of stages) yield markup(stage);
    yield after;
  }
  // Keeps proxies from buffering the stages.
  response.set('X-Accel-Buffering', 'no').type('text/html; charset=utf-8');
  await sendPieces(response, pieces());
}
