import type { Request, Response } from 'express';
import type { Committee } from '../authority/index.ts';
import type { Origin } from '../ontology/actor.ts';
import type { Answer } from './answers.ts';
import type { Fields } from './body.ts';
import type { Policy } from './policy.ts';
import type { SignedIn, Visit } from './visit.ts';

/** A request in its route. Policy, path and parsers add to it before it reaches the handler. */
export interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly requestId: string;
  /** Variable parts of the path by name; routes with a literal path have them typed, too. */
  readonly params: Readonly<Record<string, string>>;
  readonly now: Date;
  /** Origin of the request, for the audit log. */
  readonly origin: Origin;
  /** Whether the app serves an address; features not built yet are neither linked nor counted. */
  readonly isPage: (address: string) => boolean;
  /** The signed-in user, also on open routes; `undefined` if there is none. */
  readonly visitor: () => Promise<Visit | undefined>;
  /** Checks the session's token on an unsafe request. Throws `csrf`. */
  readonly proveToken: (token: unknown) => Promise<void>;
  /**
   * Whether a token belongs to an earlier session of the same user in this browser: the form is
   * theirs and must be submitted again.
   */
  readonly isFormerToken: (token: unknown) => Promise<boolean>;
  /**
   * Requires a recently entered password, if the policy asks for it; `undefined` to continue.
   * Throws `proof_needed` for a program.
   * @param fields the submitted fields, to resubmit together with the password; `undefined` if no
   * page can resubmit them
   */
  readonly askForProof: (fields: Fields | undefined) => Promise<Answer | undefined>;
}

/** Names and types of the variable segments of a path. */
export type PathParams<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamOf<Segment> & PathParams<Rest>
  : ParamOf<Path>;

type ParamOf<Segment extends string> = Segment extends `:${infer Name}(text)`
  ? { readonly [Key in Name]: string }
  : Segment extends `:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown;

/** The admitted user. */
export interface Admission {
  readonly actor: SignedIn;
  readonly visit: Visit;
  /** See `InCommittee`. */
  readonly committee?: Committee;
}

/** The facts that a policy guarantees to the handler. */
export type Admitted<P extends Policy> = P extends { kind: 'open' }
  ? unknown
  : P extends { readonly param: string }
    ? Admission & InCommittee
    : Admission;

/** The committee in the path of a route that is about one. */
export interface InCommittee {
  readonly committee: Committee;
}

/** The input of every parser and handler of a route. */
export type RouteCall<Path extends string, P extends Policy> = Call &
  PathParams<Path> &
  Admitted<P>;

/** A call of a signed-in user. */
export type OwnCall = Call & Pick<Admission, 'actor' | 'visit'>;

/** A call about the committee `:id`. */
export type CommitteeCall = OwnCall & InCommittee & { readonly id: string };
