import type { LiveMessage } from '../../ui/live-message.ts';
import { texts } from '../../ui/script-texts.ts';
import { all, icon } from '../elements.ts';
import { addToast } from '../messages.ts';

type NewWarning = Extract<LiveMessage, { type: 'new_warning' }>;

/** How long a message stays, in milliseconds. */
const stayMs = 5_000;

/** Messages at a time; the bell has the others. */
const most = 4;

/** Where this tab remembers what it has shown, on whichever page. */
const memory = 'warnings-shown';
const remembered = 100;

/**
 * Shows a new warning in the corner, once in each tab: a link, that goes after a while unless someone
 * points at it or focuses it. A critical one stays until it is closed.
 */
export function showWarning({ warning_id: id, severity, title }: NewWarning): void {
  if (!isNew(id)) return;
  const isCritical = severity === 'critical';
  const link = document.createElement('a');
  link.href = `${document.body.dataset['warnings'] ?? ''}/${id}`;
  const mark = document.createElement('span');
  mark.className = `sev ${severity}`;
  mark.append(icon(iconOf[severity], true), texts.severity[severity]);
  link.append(mark, document.createElement('br'), title);
  const toast = addToast([link], isCritical ? 'alert' : 'status');
  toast.dataset['warning'] = id;
  if (isCritical) return;
  passes(toast);
  const passing = all('.toast[data-passes]');
  for (const old of passing.slice(0, Math.max(0, passing.length - most))) old.remove();
}

const iconOf = {
  critical: 'stop',
  high: 'warn',
  medium: 'warn',
  low: 'info',
  info: 'info',
} as const satisfies Record<NewWarning['severity'], string>;

/** A resolved warning needs no attention any more. */
export function dropWarning(id: string): void {
  for (const toast of all(`.toast[data-warning="${CSS.escape(id)}"]`)) toast.remove();
}

/** Removes a message after a while without the pointer or the focus. */
function passes(toast: HTMLElement): void {
  toast.dataset['passes'] = '';
  let timer = 0;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    timer = window.setTimeout(() => toast.remove(), stayMs);
  };
  toast.addEventListener('pointerenter', stop);
  toast.addEventListener('focusin', stop);
  toast.addEventListener('pointerleave', start);
  toast.addEventListener('focusout', start);
  start();
}

function isNew(id: string): boolean {
  const shown = (sessionStorage.getItem(memory) ?? '').split(' ');
  if (shown.includes(id)) return false;
  sessionStorage.setItem(memory, [...shown, id].slice(-remembered).join(' '));
  return true;
}
