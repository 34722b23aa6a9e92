import { icon, one } from '../elements.ts';

/** Clones a template of the page. */
export function made(template: string): HTMLElement {
  const source = document.getElementById(template);
  const content =
    source instanceof HTMLTemplateElement
      ? source.content.firstElementChild?.cloneNode(true)
      : undefined;
  if (!(content instanceof HTMLElement)) throw new Error(`The page has no template ${template}.`);
  return content;
}

/** Sets the text of the element marked by `data-…`. */
export function fill(within: ParentNode, part: string, words: string): void {
  const place = one(`[data-${part}]`, within);
  if (place !== null) place.textContent = words;
}

export type StateKind = 'waiting' | 'working' | 'done' | 'ended' | 'warn' | 'stop';

const tones: Readonly<Record<StateKind, string>> = {
  waiting: '',
  working: 'go',
  done: 'ok',
  ended: '',
  warn: 'warn',
  stop: 'no',
};

/** A state as server pages show it: icon and word. */
export function stateOf(kind: StateKind, words: string): HTMLElement {
  const state = document.createElement('span');
  state.className = `st ${tones[kind]}`.trim();
  state.append(icon(kind, true), words);
  return state;
}
