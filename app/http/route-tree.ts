import { AppError } from '../errors.ts';

/** A route in the tree, which does not know its handler. */
export interface TreeRoute {
  readonly method: string;
  /** `/users/:id/edit`. `:part` matches an id, `:part(text)` any text. */
  readonly path: string;
}

export type Match<Route> =
  | {
      readonly kind: 'found';
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The path exists, but not for this method. */
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' };

export interface RouteTree<Route> {
  readonly match: (method: string, path: string) => Match<Route>;
}

interface Node<Route> {
  readonly literals: Map<string, Node<Route>>;
  id?: Node<Route>;
  text?: Node<Route>;
  readonly routes: Map<string, Route>;
}

const emptyNode = <Route>(): Node<Route> => ({ literals: new Map(), routes: new Map() });

/**
 * Finds the route of a request. Literals take precedence over ids and ids over texts, independent
 * of the order of registration, so `/users/new` never matches a user (spec requests#routes). Throws
 * `routes_collide` if two routes match the same request.
 */
export function routeTree<Route extends TreeRoute>(routes: readonly Route[]): RouteTree<Route> {
  const root = emptyNode<Route>();
  for (const route of routes) insert(root, route);
  return {
    match(method, path) {
      const found: Candidate<Route>[] = [];
      collect(root, segments(path), [], found);
      // HEAD is a GET without its body (RFC 9110).
      const wanted = method === 'HEAD' ? 'GET' : method;
      for (const { node, values } of found) {
        const route = node.routes.get(wanted);
        if (route !== undefined) return { kind: 'found', route, params: named(route.path, values) };
      }
      if (found.length === 0) return { kind: 'nothing' };
      const allowed = new Set(found.flatMap(({ node }) => [...node.routes.keys()]));
      return {
        kind: 'method',
        allowed: [...allowed].flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).sort(),
      };
    },
  };
}

function insert<Route extends TreeRoute>(root: Node<Route>, route: Route): void {
  let node = root;
  for (const part of segments(route.path)) node = childFor(node, part);
  const other = node.routes.get(route.method);
  if (other !== undefined) {
    throw new AppError('routes_collide', {
      message: `${route.method} ${route.path} and ${other.method} ${other.path} answer the same requests.`,
    });
  }
  node.routes.set(route.method, route);
}

function childFor<Route>(node: Node<Route>, part: string): Node<Route> {
  if (part.startsWith(':')) {
    const kind = part.endsWith('(text)') ? 'text' : 'id';
    node[kind] ??= emptyNode<Route>();
    return node[kind];
  }
  const known = node.literals.get(part);
  if (known !== undefined) return known;
  const made = emptyNode<Route>();
  node.literals.set(part, made);
  return made;
}

interface Candidate<Route> {
  readonly node: Node<Route>;
  readonly values: readonly string[];
}

/** All nodes with routes that match a path, most specific first. */
function collect<Route>(
  node: Node<Route>,
  parts: readonly string[],
  values: readonly string[],
  found: Candidate<Route>[],
): void {
  const [part, ...rest] = parts;
  if (part === undefined) {
    if (node.routes.size > 0) found.push({ node, values });
    return;
  }
  const literal = node.literals.get(part);
  if (literal !== undefined) collect(literal, rest, values, found);
  if (node.id !== undefined && isId(part)) collect(node.id, rest, [...values, part], found);
  if (node.text !== undefined) {
    const text = decoded(part);
    if (text !== undefined && text !== '') collect(node.text, rest, [...values, text], found);
  }
}

const segments = (path: string): readonly string[] =>
  path === '/' ? [] : path.slice(1).split('/');

/** Ids have 64 bits and one spelling. */
const isId = (text: string): boolean =>
  /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= 9_223_372_036_854_775_807n;

/** `undefined` for invalid text: a broken escape, or a NUL, which PostgreSQL cannot store. */
function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function named(path: string, values: readonly string[]): Readonly<Record<string, string>> {
  const names = segments(path)
    .filter((part) => part.startsWith(':'))
    .map((part) => part.slice(1).replace(/\(text\)$/, ''));
  return Object.fromEntries(names.map((name, place) => [name, values[place] ?? '']));
}
