import type { Tx } from '../db/database.ts';
import { readProperty } from '../entity-properties.ts';
import { command } from '../ontology/command.ts';
import { changeEntity } from '../ontology/entities.ts';
import { type Change, refuse, savedAll } from '../ontology/outcome.ts';
import { changeRelations, relate, unrelate } from '../ontology/relations.ts';
import { type EntitySnapshot, lockSnapshot } from '../ontology/snapshot.ts';
import { open } from './commands.ts';
import type { Capacity, Holder, Term } from './position.ts';
import type { PositionPath, StoredPosition } from './queries.ts';
import {
  ended,
  isOn,
  overlap,
  seatsTaken,
  storedTerms,
  takesSeat,
  termProperties,
} from './rules.ts';
import { texts } from './texts.ts';

export interface Assignment extends PositionPath {
  readonly user: string;
  /** @default today */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** @default 'holder' */
  readonly capacity?: Capacity | undefined;
  /** The membership that the position gets; omitted: it stays. */
  readonly membership?: 'mandatory' | 'optional' | undefined;
}

/** The result of an assignment. */
export interface Assigned {
  readonly user: string;
  readonly position: string;
  readonly since: string;
  /** Whether the term begins after today. */
  readonly isPlanned: boolean;
}

/**
 * Assigns a position to an active user for a term that begins today, unless it names another day
 * (spec positions#assign). Refused without a free seat on each of its days.
 */
export const assignPosition = command<Assignment, Assigned>(
  'tor.position_assigned',
  { may: 'tor.manage_members' },
  async (tx, { input, now }) => {
    const { committee, before } = await open(tx, input, now);
    const user = await lockUser(tx, input.user);
    const term: Term = {
      since: input.since ?? before.today,
      until: input.until ?? null,
      capacity: input.capacity ?? 'holder',
    };
    requireRoom(before, user, term);
    const from = membershipOf(before);
    const to = input.membership ?? from;
    if (from !== to)
      await changeEntity<'tor_function'>(tx, before, { properties: { membership_type: to } });
    await keepTerms(tx, before, user.id, [...termsOf(before, user.id), term]);
    const { since = before.today } = input;
    return savedAll(
      [
        {
          ...changeOf(committee, before, { userId: user.id, user: user.label }),
          ...(from === to ? {} : { before: { membership_type: from } }),
          after: { ...factsOf(term), ...(from === to ? {} : { membership_type: to }) },
        },
      ],
      { user: user.label, position: before.label, since, isPlanned: since > before.today },
    );
  },
);

interface Vacating extends PositionPath {
  /** @default everyone who fills the position today */
  readonly user?: string | undefined;
  /** First day of the term to end; `null` if it is open. @default those in force today */
  readonly term?: string | null | undefined;
  /** Its last day. @default yesterday: it ends now */
  readonly lastDay?: string | undefined;
}

/** The ended terms. */
export interface Vacated {
  readonly users: readonly string[];
  readonly position: string;
}

/**
 * Ends terms of office (spec positions#vacate). A term keeps its days before; one that would end
 * before it began is removed.
 */
export const vacatePosition = command<Vacating, Vacated>(
  'tor.position_vacated',
  { may: 'tor.manage_members' },
  async (tx, { input, now }) => {
    const { committee, before } = await open(tx, input, now);
    const ending = endingTerms(before, input);
    if (ending.length === 0) throw refuse(texts.vacate.vacant(before.label), 409);
    const changes: Change[] = [];
    for (const userId of new Set(ending.map((term) => term.userId))) {
      const own = before.terms.filter((term) => term.userId === userId);
      const left = own.flatMap((term) => {
        if (!ending.includes(term)) return [term];
        const after = endedTerm(term, before.today, input.lastDay);
        changes.push({
          ...changeOf(committee, before, term),
          before: factsOf(term),
          after: after === undefined ? undefined : factsOf(after),
        });
        return after === undefined ? [] : [after];
      });
      await keepTerms(tx, before, userId, left);
    }
    const users = [...new Set(ending.map(({ user }) => user))];
    return savedAll(changes, { users, position: before.label });
  },
);

async function lockUser(tx: Tx, id: string): Promise<EntitySnapshot> {
  const user = await lockSnapshot(tx, 'user', id);
  if (!user?.isActive) throw refuse({ field: 'user_id', message: texts.assign.unknownUser });
  return user;
}

function requireRoom(position: StoredPosition, user: EntitySnapshot, term: Term): void {
  const { since, until } = term;
  if (since !== null && until !== null && until < since)
    throw refuse({ field: 'until', message: texts.assign.order });
  if (termsOf(position, user.id).some((own) => overlap(own, term)))
    throw refuse({ field: 'since', message: texts.assign.twice(user.label, position.label) });
  if (takesSeat(term) && seatsTaken(position.terms, term) >= seatsOf(position))
    throw refuse({ field: 'since', message: texts.assign.full(position.label) });
}

const endingTerms = (
  { terms, today }: StoredPosition,
  { user, term: since }: Vacating,
): readonly Holder[] => {
  const own = terms.filter(({ userId }) => user === undefined || userId === user);
  return since === undefined
    ? own.filter((term) => isOn(term, today))
    : own.filter((term) => term.since === since);
};

/** Throws a refusal for a last day outside of the term. */
function endedTerm(term: Holder, today: string, lastDay: string | undefined): Holder | undefined {
  const ending = ended(term, today, lastDay);
  if (ending.kind === 'gone') return undefined;
  if (ending.kind === 'ended') return { ...term, ...ending.term };
  const message =
    ending.kind === 'too-early'
      ? texts.vacate.tooEarly(term.since ?? '')
      : texts.vacate.tooLate(term.until ?? '');
  throw refuse({ field: 'until', message });
}

const withoutTerms = Object.fromEntries(termProperties.map((key) => [key, null]));

/** Stores all terms of a user in a position; none removes their relation. */
async function keepTerms(
  tx: Tx,
  position: StoredPosition,
  userId: string,
  terms: readonly Term[],
): Promise<void> {
  const relation = { type: 'fills_position', source: userId, target: position.id };
  if (terms.length === 0) await unrelate(tx, [relation]);
  else if (termsOf(position, userId).length === 0)
    await relate(tx, [{ ...relation, properties: storedTerms(terms) }]);
  else
    await changeRelations(tx, [
      { ...relation, properties: { ...withoutTerms, ...storedTerms(terms) } },
    ]);
}

const termsOf = ({ terms }: StoredPosition, userId: string): readonly Term[] =>
  terms.filter((term) => term.userId === userId);

const seatsOf = ({ properties }: EntitySnapshot): number =>
  readProperty('tor_function', 'seats', properties);

const membershipOf = ({ properties }: EntitySnapshot): 'mandatory' | 'optional' =>
  readProperty('tor_function', 'membership_type', properties);

const factsOf = ({ since, until, capacity }: Term) => ({ since, until, capacity });

/** A change of a term for the audit log, at its committee. */
const changeOf = (
  committee: EntitySnapshot,
  { id, label }: StoredPosition,
  { userId, user }: Pick<Holder, 'userId' | 'user'>,
): Change => ({
  target: committee,
  details: { position_id: id, position: label, user_id: userId, user },
});
