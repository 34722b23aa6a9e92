import { texts } from '../ui/script-texts.ts';
import { announce, showMessage } from './messages.ts';
import { signInAgain } from './session.ts';

/** A page fetched by script. */
export interface FetchedPage {
  readonly document: Document;
  readonly status: number;
  /** Its address after redirects. */
  readonly url: string;
}

let lastAnswer = Date.now();

/** Milliseconds since the last response of the server. */
export const silence = (): number => Date.now() - lastAnswer;

/**
 * Fetches a page. If the session has ended, a dialog asks the user to sign in and the request is
 * repeated (spec interface#session-ended). Returns `undefined` if there is no connection or the
 * user gave up, both of which were reported.
 */
export async function fetchPage(
  url: string,
  init: RequestInit = {},
): Promise<FetchedPage | undefined> {
  const response = await ask(url, { ...init, headers: { Accept: 'text/html', ...init.headers } });
  return response === undefined ? undefined : unlessLost(() => pageOf(response));
}

/** Fetches a page that an improvement needs; reports no errors. */
export async function fetchQuietly(url: string): Promise<FetchedPage | undefined> {
  const response = await fetch(url, { headers: { Accept: 'text/html' } }).catch(() => undefined);
  return response?.ok === true && !isSignIn(response)
    ? pageOf(response).catch(() => undefined)
    : undefined;
}

async function pageOf(response: Response): Promise<FetchedPage> {
  const text = await response.text();
  return {
    document: new DOMParser().parseFromString(text, 'text/html'),
    status: response.status,
    url: response.url,
  };
}

/** Fetches JSON, under the same rules. */
export async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const response = await ask(url, {
    ...init,
    headers: { Accept: 'application/json', ...init.headers },
  });
  return response?.ok === true ? unlessLost(() => response.json()) : undefined;
}

/**
 * Sends fields with the token of the page and returns the JSON answer, also of a refusal; the same
 * rules.
 */
export async function sendForm(
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<unknown> {
  const init = {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Accept: 'application/json' },
  };
  const response = await ask(url, withFreshToken(init));
  return response === undefined ? undefined : unlessLost(() => response.json());
}

async function ask(url: string, init: RequestInit): Promise<Response | undefined> {
  const response = await attempt(url, init);
  if (response?.status !== 401 && !isSignIn(response)) return response;
  return (await signInAgain()) ? attempt(url, withFreshToken(init)) : undefined;
}

const attempt = (url: string, init: RequestInit): Promise<Response | undefined> =>
  unlessLost(async () => {
    const response = await fetch(url, { credentials: 'same-origin', ...init });
    lastAnswer = Date.now();
    return response;
  });

/**
 * Returns a response, or nothing if it was aborted or the connection was lost, which is reported; a
 * response can also be lost midway.
 */
async function unlessLost<T>(answer: () => Promise<T>): Promise<T | undefined> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    showMessage(texts.noAnswerAdvice);
    announce(texts.noAnswer);
    return undefined;
  }
}

/** Some responses redirect to the sign-in page instead of returning 401. */
function isSignIn(response: Response | undefined): boolean {
  const address = document.body.dataset['signIn'];
  return (
    address !== undefined &&
    response?.redirected === true &&
    new URL(response.url).pathname === address
  );
}

function withFreshToken(init: RequestInit): RequestInit {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
  if (init.body instanceof FormData || init.body instanceof URLSearchParams)
    init.body.set('csrf_token', token);
  return init;
}
