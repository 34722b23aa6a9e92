import type { LiveMessage } from '../../ui/live-message.ts';
import { texts } from '../../ui/script-texts.ts';
import { all, announceShown, one } from '../elements.ts';
import { fetchPage } from '../page-request.ts';
import type { LiveSocket } from './socket.ts';

type ListChanged = Extract<LiveMessage, { type: 'list_changed' }>;

/** Asks for changes of this page and its lists (`data-follow`, `data-watch`), since it was read. */
export function watchLists(socket: LiveSocket): void {
  for (const { dataset } of all('[data-watch], [data-follow]'))
    watch(socket, dataset['watch'] ?? dataset['follow'] ?? '');
}

/** Asks for changes of one topic since this page was read. */
export function watch({ say }: LiveSocket, topic: string): void {
  say({ type: 'watch', topic, since: document.body.dataset['since'] ?? '' });
}

/** Says how many items changed, and offers to show them. */
export function showListNews(message: ListChanged, socket: LiveSocket): void {
  const place = one(`[data-watch="${CSS.escape(message.topic)}"]`);
  if (place === null) return;
  const known = one('span', place);
  const words = known ?? document.createElement('span');
  words.textContent = texts.list.news(message.count, message.new_count);
  if (known !== null) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn sm';
  button.textContent = texts.show;
  button.addEventListener('click', () => void showAgain(button, socket));
  place.append(words, button);
}

/** Reads the page again and shows its content at the same place. */
async function showAgain(button: HTMLButtonElement, socket: LiveSocket): Promise<void> {
  button.disabled = true;
  const page = await fetchPage(location.href);
  button.disabled = false;
  const [content, fresh] = [one('#content'), page && one('#content', page.document)];
  if (page?.status !== 200 || content === null || !fresh) return;
  const { scrollX, scrollY } = window;
  const { scrollTop } = content;
  content.replaceChildren(...document.importNode(fresh, true).childNodes);
  content.scrollTop = scrollTop;
  scrollTo(scrollX, scrollY);
  document.body.dataset['since'] = page.document.body.dataset['since'] ?? '';
  content.focus({ preventScroll: true });
  announceShown(content);
  watchLists(socket);
}
