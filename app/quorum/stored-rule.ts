import { readProperties, readProperty } from '../entity-properties.ts';
import type { Texts } from '../ontology/schema.ts';
import type { Presence, Quorum, QuorumPosition, QuorumRule, RollCall } from './quorum.ts';
import { quorum } from './rules.ts';
import type { WayToDecide } from './schema.ts';

/** The stored attendance, as `attendanceOf` reads it. */
export interface StoredAttendance {
  readonly positions: readonly QuorumPosition[];
  readonly rollCall: unknown;
}

/** The quorum of a committee from its properties and the stored attendance. */
export const quorumOf = (properties: Texts, { positions, rollCall }: StoredAttendance): Quorum =>
  quorum(ruleOf(properties), positions, readRollCall(rollCall));

/** The rule that a committee's properties hold (spec quorum#rule). */
export function ruleOf(properties: Texts): QuorumRule {
  const stored = readProperties('tor', properties);
  return {
    kind: stored.quorum_kind,
    least: stored.quorum_least,
    needsMandatory: stored.quorum_needs_mandatory,
    countsSubstitutes: stored.quorum_counts_substitutes,
    without: stored.quorum_without,
  };
}

/** How a committee comes to decisions. */
export const wayToDecide = (properties: Texts): WayToDecide =>
  readProperty('tor', 'decides_by', properties);

/** For how many absent voters one user may vote. */
export const proxiesPerUser = (properties: Texts): number =>
  readProperty('tor', 'proxies_per_user', properties);

const presences: readonly string[] = ['present', 'absent', 'excused'] satisfies Presence[];

/** A stored roll call. Entries of another form are left out; `null` if there is none. */
function readRollCall(stored: unknown): RollCall | null {
  if (!Array.isArray(stored)) return null;
  return stored.filter(
    (entry): entry is RollCall[number] =>
      typeof entry === 'object' &&
      entry !== null &&
      typeof entry.username === 'string' &&
      presences.includes(entry.status),
  );
}
