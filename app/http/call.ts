import type { Request, Response } from 'express';
import type { Origin } from '../ontology/actor.ts';
import type { Answer } from './answers.ts';
import type { Fields } from './body.ts';
import type { Policy } from './policy.ts';
import type { SignedIn, Visit } from './visit.ts';

/**
 * One request on its way through its route. Handlers get it together with what policy, path and
 * parsers add.
 */
export interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly requestId: string;
  readonly now: Date;
  /** Where it comes from, for the audit log. */
  readonly origin: Origin;
  /** Whether the app answers an address: what is yet to come is neither linked to nor counted. */
  readonly isPage: (address: string) => boolean;
  /** Who asks, also on open routes; `undefined`: nobody is signed in. */
  readonly visitor: () => Promise<Visit | undefined>;
  /** Holds an unsafe request to the token of its session. Throws `csrf`. */
  readonly proveToken: (token: unknown) => Promise<void>;
  /**
   * Whether a token is that of an earlier session of the same person in this browser: the form is
   * theirs, and has to be sent again.
   */
  readonly isFormerToken: (token: unknown) => Promise<boolean>;
  /**
   * Holds a request to a password that was given lately, if its policy asks for that; `undefined`:
   * go on. Throws `proof_needed` for a program.
   * @param fields what was sent, to be sent again together with the password; `undefined` for what
   * no page can send again
   */
  readonly askForProof: (fields: Fields | undefined) => Promise<Answer | undefined>;
}

/** Names and types of the variable parts of a path. */
export type PathParams<Path extends string> = Path extends `${infer Segment}/${infer Rest}`
  ? ParamOf<Segment> & PathParams<Rest>
  : ParamOf<Path>;

type ParamOf<Segment extends string> = Segment extends `:${infer Name}(text)`
  ? { readonly [Key in Name]: string }
  : Segment extends `:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown;

/** Who was let in. */
export interface Admission {
  readonly actor: SignedIn;
  readonly visit: Visit;
}

/** What a policy promises to the handler. */
export type Admitted<P extends Policy> = P extends { kind: 'open' } ? unknown : Admission;

/** What every parser and handler of a route may rely on. */
export type RouteCall<Path extends string, P extends Policy> = Call &
  PathParams<Path> &
  Admitted<P>;
