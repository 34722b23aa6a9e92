import { clockText } from '../../ui/clock-text.ts';
import { all, one } from '../elements.ts';

/** Counts on what runs, by the server's clock: it was read with the page. */
export function improveTimers(): void {
  const root = one('[data-now]');
  if (root === null) return;
  root.dataset['readAt'] ??= String(performance.now());
  setInterval(() => {
    const { now = '', readAt = '0' } = root.dataset;
    const moment = Date.parse(now) + performance.now() - Number(readAt);
    for (const timer of all('[data-since]', root)) {
      const { used = '0', planned = '0', since = '' } = timer.dataset;
      const seconds = Number(used) + Math.max(0, Math.floor((moment - Date.parse(since)) / 1000));
      timer.textContent = clockText(seconds);
      timer.classList.toggle('over', Number(planned) > 0 && seconds > Number(planned));
    }
  }, 1_000);
}
