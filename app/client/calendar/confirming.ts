import { on } from '../elements.ts';
import { announce, showMessage } from '../messages.ts';
import { fetchPage } from '../page-request.ts';
import { swapRegion } from '../region-swap.ts';
import { postForm } from './post-form.ts';

/**
 * Confirms a meeting without leaving the page: the button waits, then the calendar is shown as it
 * is now. A refusal is shown, and the button returns.
 */
export function improveConfirming(): void {
  on('click', 'button[data-confirm]', (button, event) => {
    event.preventDefault();
    if (button.ariaBusy !== 'true') void confirmWith(button as HTMLButtonElement);
  });
}

async function confirmWith(button: HTMLButtonElement): Promise<void> {
  const words = [...button.childNodes];
  const { confirm: address = '', meeting } = button.dataset;
  button.ariaBusy = 'true';
  button.replaceChildren('⋯');
  const answer = await postForm(address, {
    meeting_date: button.value,
    tor_name: '',
    ...(meeting === undefined ? {} : { meeting_id: meeting }),
  });
  if (answer?.ok === true) {
    const page = await fetchPage(location.href);
    const region = document.getElementById('outlook');
    if (page === undefined || region === null || !swapRegion(region, page, 'keep'))
      location.reload();
    else announce(button.getAttribute('data-done') ?? '');
    return;
  }
  button.ariaBusy = null;
  button.replaceChildren(...words);
  if (answer !== undefined) showMessage(answer.error);
}
