import { texts } from '../ui/script-texts.ts';
import { announceShown, on, one } from './elements.ts';
import { showMessage } from './messages.ts';
import { isSessionAlive, signInAgain } from './session.ts';

/**
 * Forms with a file (`data-upload`): shows how much was sent, and a button that cancels it. The
 * answer replaces the content of the page. Without JavaScript the browser sends the form itself.
 */
export function improveUploads(): void {
  on(
    'submit',
    'form[data-upload]',
    (form, event) => {
      if (!(form instanceof HTMLFormElement)) return;
      const file = one<HTMLInputElement>('input[type="file"]', form)?.files?.[0];
      // An empty field is the server's to refuse.
      if (file === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      void send(form);
    },
    true,
  );
}

async function send(form: HTMLFormElement): Promise<void> {
  if (form.dataset['sending'] !== undefined) return;
  form.dataset['sending'] = '';
  if (!(await isSessionAlive()) && !(await signInAgain())) {
    rest(form);
    return;
  }
  const request = new XMLHttpRequest();
  const [bar, cancel] = [one<HTMLProgressElement>('progress', form), one('[data-cancel]', form)];
  const row = one('[data-upload-row]', form);
  const abort = () => request.abort();
  cancel?.addEventListener('click', abort);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (bar !== null) bar.value = total === 0 ? 0 : loaded / total;
  });
  const end = () => {
    cancel?.removeEventListener('click', abort);
    rest(form);
  };
  request.addEventListener('load', () => {
    end();
    showAnswer(request.responseText);
  });
  request.addEventListener('abort', end);
  request.addEventListener('error', () => {
    end();
    showMessage(texts.noAnswerAdvice);
  });
  if (bar !== null) bar.value = 0;
  if (row !== null) row.hidden = false;
  cancel?.focus();
  request.open('POST', form.action);
  request.setRequestHeader('Accept', 'text/html');
  request.send(new FormData(form));
}

function rest(form: HTMLFormElement): void {
  delete form.dataset['sending'];
  const row = one('[data-upload-row]', form);
  if (row !== null) row.hidden = true;
  one('input[type="file"]', form)?.focus();
}

/** Replaces the content of the page by that of the answer: the list, or the form with its problem. */
function showAnswer(html: string): void {
  const [here, there] = [
    one('#content'),
    one('#content', new DOMParser().parseFromString(html, 'text/html')),
  ];
  if (here === null || there === null) {
    showMessage(texts.noAnswerAdvice);
    return;
  }
  here.replaceChildren(...there.childNodes);
  announceShown(here);
  (one('[data-focus]', here) ?? here).focus();
}
