import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import type { RouteCall } from './call.ts';
import type { Parser } from './parsers.ts';
import {
  type Arrived,
  contextOf,
  type Handler,
  pipelineOf,
  type Read,
  type Steps,
} from './pipeline.ts';
import { isPolicy, type Policy, policyInWords } from './policy.ts';
import { routeTree } from './route-tree.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A row of the route table: who may do what where. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly policy: Policy;
  readonly reads: Parser<object>['reads'];
  /** Its parsers and handler; the types between them stay internal. */
  readonly read: (arrived: Arrived) => Promise<Read>;
}

/** A handler for everything below a path, open to everyone: static files, browser reports. */
export interface Mount {
  readonly path: string;
  readonly methods: readonly Method[];
  readonly policy: { readonly kind: 'open' };
  readonly handler: RequestHandler;
}

/** An action that users can search for; shown to users who may open its address. */
export interface Offer {
  /** A page of the same feature. */
  readonly to: `/${string}`;
  /** Label with verb and object: "New user". */
  readonly label: string;
  /** Synonyms for the search: "add account". */
  readonly words: string;
}

/** Adds a route: address, policy, input, action. */
interface Add {
  <const Path extends `/${string}`, const P extends Policy>(
    path: Path,
    policy: P,
    handler: Handler<RouteCall<Path, P>>,
  ): Routes;
  <const Path extends `/${string}`, const P extends Policy, Adds extends object>(
    path: Path,
    policy: P,
    parser: Parser<Adds, RouteCall<Path, P>>,
    handler: Handler<RouteCall<Path, P> & Adds>,
  ): Routes;
}

/** The routes of a feature. Reads as a checklist: address, policy, input, action. */
export interface Routes {
  readonly get: Add;
  readonly post: Add;
  readonly put: Add;
  readonly patch: Add;
  readonly delete: Add;
  /** Adds a `Mount`. */
  readonly mount: (
    path: `/${string}`,
    methods: Mount['methods'],
    policy: Mount['policy'],
    handler: RequestHandler,
  ) => Routes;
  /** Adds an action to the search, by its page and words. */
  readonly offer: (to: Offer['to'], words: Omit<Offer, 'to'>) => Routes;
  /** Adds the routes of another feature. */
  readonly with: (other: Routes) => Routes;
  readonly table: () => readonly Route[];
  readonly mounts: () => readonly Mount[];
  readonly offers: () => readonly Offer[];
}

/** Starts a list of routes. Throws `route_without_policy` for a route that has none. */
export function routes(
  known: readonly Route[] = [],
  mounted: readonly Mount[] = [],
  offered: readonly Offer[] = [],
): Routes {
  const adder =
    (method: Method): Add =>
    <Path extends `/${string}`, P extends Policy, Adds extends object>(
      path: Path,
      policy: P,
      ...steps: Steps<RouteCall<Path, P>, Adds>
    ): Routes => {
      requirePolicy(method, path, policy);
      const pipeline = pipelineOf(steps);
      const route: Route = {
        method,
        path,
        policy,
        reads: steps.length === 1 ? [] : steps[0].reads,
        read: (arrived) => pipeline(contextOf(path, policy, arrived)),
      };
      return routes([...known, route], mounted, offered);
    };
  return {
    get: adder('GET'),
    post: adder('POST'),
    put: adder('PUT'),
    patch: adder('PATCH'),
    delete: adder('DELETE'),
    mount(path, methods, policy, handler) {
      requirePolicy(methods.join(', '), path, policy);
      return routes(known, [...mounted, { path, methods, policy, handler }], offered);
    },
    offer: (to, words) => routes(known, mounted, [...offered, { to, ...words }]),
    with: (other) =>
      routes(
        [...known, ...other.table()],
        [...mounted, ...other.mounts()],
        [...offered, ...other.offers()],
      ),
    table: () => known,
    mounts: () => mounted,
    offers: () => offered,
  };
}

function requirePolicy(method: string, path: string, policy: unknown): asserts policy is Policy {
  if (isPolicy(policy)) return;
  throw new AppError('route_without_policy', {
    message: `${method} ${path} has no policy. Add one (app/http/policy.ts).`,
  });
}

/**
 * The policy of the page at an address of this app; `undefined` if there is no page. Menus and links
 * are checked with it. Throws `routes_collide`.
 */
export function policiesOf(all: Routes): (address: string) => Policy | undefined {
  const tree = routeTree(all.table());
  return (address) => {
    const { pathname } = new URL(address, 'http://app.invalid');
    const mount = all
      .mounts()
      .find(
        ({ path, methods }) => methods.includes('GET') && `${pathname}/`.startsWith(`${path}/`),
      );
    if (mount !== undefined) return mount.policy;
    const match = tree.match('GET', pathname);
    return match.kind === 'found' ? match.route.policy : undefined;
  };
}

/** An offer with the policy of its address. */
export interface GuardedOffer extends Offer {
  readonly policy: Policy;
}

/**
 * All offers, each with the policy of its page, so that users are not offered what they may not
 * open. Throws `offer_without_page`.
 */
export function offersOf(all: Routes): readonly GuardedOffer[] {
  const tree = routeTree(all.table());
  return all.offers().map((offer) => {
    const { pathname } = new URL(offer.to, 'http://app.invalid');
    const match = tree.match('GET', pathname);
    if (match.kind === 'found') return { ...offer, policy: match.route.policy };
    throw new AppError('offer_without_page', {
      message: `“${offer.label}” leads to ${offer.to}, which no route answers.`,
    });
  });
}

/** A row of the route table for readers and tests. */
export interface RouteLine {
  readonly method: string;
  readonly path: string;
  readonly policy: Policy;
  readonly who: string;
  readonly isMount: boolean;
  readonly reads: Parser<object>['reads'];
}

/** All addresses of a list of routes, including mounts. */
export const linesOf = (all: Routes): readonly RouteLine[] => [
  ...all.table().map(({ method, path, policy, reads }) => ({
    method,
    path,
    policy,
    who: policyInWords(policy),
    isMount: false,
    reads,
  })),
  ...all.mounts().flatMap(({ path, methods, policy }) =>
    methods.map((method) => ({
      method,
      path,
      policy,
      who: policyInWords(policy),
      isMount: true,
      reads: [],
    })),
  ),
];
