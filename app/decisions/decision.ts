import type { AmendmentLine } from '../amendments/index.ts';
import type { Related } from '../ontology/list/index.ts';
import type { Quorum, Seat } from '../quorum/index.ts';

/** The maximum length of a rationale, in characters. */
export const mostRationale = 5000;

/** A course of action as it was when the committee decided. */
export interface RecordedOption {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly sections: readonly { readonly title: string; readonly content: string }[];
  /** How many preferred it. */
  readonly preferred: number;
}

/** The material before the committee, kept with the decision (spec decisions#record). */
export interface DecisionRecord {
  readonly title: string;
  readonly description: string;
  readonly committee: { readonly id: string; readonly label: string };
  readonly meeting: {
    readonly id: string;
    readonly label: string;
    readonly date: string | null;
  } | null;
  readonly options: readonly RecordedOption[];
  /** Id of the chosen one. */
  readonly selected: string;
  readonly decidedBy: { readonly id: string | null; readonly label: string };
  readonly quorum: Omit<Quorum, 'seats'> & { readonly seats: readonly Seat[] };
  readonly ballot: unknown;
  readonly corrects: { readonly id: string; readonly number: string } | null;
}

/** A decision, as its page and the page of its agenda point show it. */
export interface Decision {
  readonly id: string;
  readonly label: string;
  readonly year: number | null;
  readonly number: number | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly rationale: string;
  readonly isWithoutQuorum: boolean;
  readonly decidedBy: string | null;
  readonly committee: { readonly id: string; readonly label: string } | null;
  readonly pointId: string | null;
  /** Title of the chosen course of action. */
  readonly chosen: string | null;
  readonly selectedId: string | null;
  /** `null`: an import brought none. */
  readonly record: DecisionRecord | null;
  readonly corrects: NamedDecision | null;
  readonly correctedBy: NamedDecision | null;
}

/** Another decision that a page names. */
export interface NamedDecision {
  readonly id: string;
  readonly year: number | null;
  readonly number: number | null;
}

/** Where the decision stands in the audit log (spec decisions#verification). */
export interface Seal {
  readonly seq: string;
  readonly hash: string;
  readonly at: string;
  /** Whether the entry and its neighbours in the chain are intact. */
  readonly isIntact: boolean;
  /** Whether the entry has the digest of the decision as it is stored. */
  readonly isSame: boolean;
}

/** Amendments to a text that the decision was about. */
export interface AmendedText {
  readonly kind: 'proposal' | 'coa';
  readonly id: string;
  readonly title: string;
  readonly lines: readonly AmendmentLine[];
}

/** A decision with where it is linked. */
export interface FoundDecision {
  readonly decision: Decision;
  readonly seal: Seal | null;
  /** Id of the minutes of its meeting. */
  readonly minutes: string | null;
  readonly meetingId: string | null;
  /** The proposal that became the agenda point. */
  readonly proposal: { readonly id: string; readonly title: string } | null;
  readonly amended: readonly AmendedText[];
}

/** A row of the register. */
export interface DecisionLine {
  readonly id: string;
  readonly title: string;
  readonly rationale: string;
  readonly committee: readonly Related[];
  readonly chosen: string;
  readonly year: number | null;
  readonly number: number | null;
  readonly date: Date | null;
  readonly createdAt: Date;
  readonly by: string | null;
  readonly quorum: string | null;
  readonly standing: string | null;
}
