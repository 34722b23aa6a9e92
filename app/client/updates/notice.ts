import { texts } from '../../ui/script-texts.ts';
import { one } from '../elements.ts';
import { addToast, announce } from '../messages.ts';
import { signInAgain } from '../session.ts';

/** How long a connection may be lost before the page says so, in milliseconds. */
const patienceMs = 5_000;

/** A page that is left loses its session or its connection, too. */
const leavingMs = 1_500;

/** Says whether the page is connected. */
export interface Notice {
  readonly lost: () => void;
  readonly restored: () => void;
  readonly signedOut: () => void;
}

/** One quiet message in the corner, until it is no longer true. */
export function connectionNotice(): Notice {
  let timer = 0;
  let shown: HTMLElement | undefined;
  const hide = () => {
    clearTimeout(timer);
    timer = 0;
    shown?.remove();
    shown = undefined;
  };
  const show = (...content: readonly (HTMLElement | string)[]) => {
    hide();
    shown = addToast([...content], 'status');
  };
  return {
    lost() {
      // A page that follows changes says so itself.
      if (timer !== 0 || shown !== undefined || one('[data-offline]') !== null) return;
      timer = window.setTimeout(() => show(texts.offline), navigator.onLine ? patienceMs : 0);
    },
    restored() {
      if (shown !== undefined) announce(texts.online);
      hide();
    },
    signedOut() {
      hide();
      timer = window.setTimeout(() => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn sm';
        button.textContent = texts.session.signIn;
        button.addEventListener('click', () => void signInAgain());
        show(texts.session.signedOut, button);
      }, leavingMs);
    },
  };
}
