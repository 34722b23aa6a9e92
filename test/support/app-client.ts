/** Options of a test's request. */
export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Omitted: the token of this browser's last page. */
  readonly csrf?: string | null;
}

/** Further fields of the sign-in form, as the app names them. */
export interface SignInForm {
  readonly next?: string;
  /** The browser's own; its script fills it in. */
  readonly time_zone?: string;
}

type FieldValue = string | readonly string[];

/** A response with its text. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Target of a redirect. */
  readonly location: string | null;
  readonly json: () => unknown;
}

/**
 * A browser for tests: keeps cookies, sends the session's token with every form, and follows no
 * redirects by itself.
 */
export class AppClient {
  readonly cookies = new Map<string, string>();
  /** The signed-in user, once the server's `signIn` created it. */
  userId = '';
  csrf = '';
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string, options: SendOptions = {}): Promise<Reply> {
    return this.send(path, 'GET', undefined, options);
  }

  /** Sends a form. */
  post(
    path: string,
    fields: Readonly<Record<string, FieldValue>> = {},
    { csrf = this.csrf, ...options }: SendOptions = {},
  ): Promise<Reply> {
    const body = new URLSearchParams(csrf === null ? [] : [['csrf_token', csrf]]);
    for (const [name, value] of Object.entries(fields))
      for (const each of [value].flat()) body.append(name, each);
    return this.send(path, 'POST', body, options);
  }

  /** Sends a form with a file. */
  upload(
    path: string,
    fields: Readonly<Record<string, string>>,
    file: { name: string; type: string; bytes: Uint8Array; field: string },
  ): Promise<Reply> {
    const body = new FormData();
    body.set('csrf_token', this.csrf);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set(file.field, new File([Buffer.from(file.bytes)], file.name, { type: file.type }));
    return this.send(path, 'POST', body, {});
  }

  /** Sends JSON as a program does. */
  json(
    path: string,
    value: unknown,
    { method = 'POST', csrf = this.csrf, headers = {} }: SendOptions & { method?: string } = {},
  ): Promise<Reply> {
    const token = csrf === null ? {} : { 'X-CSRF-Token': csrf };
    return this.send(path, method, JSON.stringify(value), {
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        ...token,
        ...headers,
      },
    });
  }

  async send(
    path: string,
    method: string,
    body: BodyInit | undefined,
    { headers = {} }: SendOptions,
  ): Promise<Reply> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: { Accept: 'text/html', ...(cookie === '' ? {} : { Cookie: cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    this.csrf = tokenIn(text) ?? this.csrf;
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location'),
      json: () => JSON.parse(text) as unknown,
    };
  }

  /** Signs in by the form. Fails if it is refused. */
  async signIn(name: string, password: string, form: SignInForm = {}): Promise<Reply> {
    const reply = await this.trySignIn(name, password, form);
    if (reply.status !== 303)
      throw new Error(`${name} could not sign in: ${reply.status} ${textOf(reply.text)}`);
    await this.get('/dashboard');
    return reply;
  }

  async trySignIn(name: string, password: string, form: SignInForm = {}): Promise<Reply> {
    await this.get('/login');
    return this.post('/login', { username: name, password, ...form });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const age = attributes.find((one) => one.startsWith('Max-Age='))?.slice('Max-Age='.length);
    if (age === '0') this.cookies.delete(name);
    else this.cookies.set(name, value);
    // Messages that no page showed: after an hour they would fill the header.
    if (Number(age) > 0 && Number(age) <= 3600)
      setTimeout(() => this.#drop(name, value), Number(age) * 1000).unref();
  }

  #drop(name: string, value: string): void {
    if (this.cookies.get(name) === value) this.cookies.delete(name);
  }
}

/** The token in a page. */
const tokenIn = (html: string): string | undefined =>
  /<meta name="csrf-token" content="([^"]+)"/.exec(html)?.[1] ??
  /name="csrf_token" value="([^"]+)"/.exec(html)?.[1];

/** Text of a page, without markup. */
export const textOf = (html: string): string =>
  html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
