import type { ClientBase } from 'pg';
import { createAuditTrail } from '../../audit/record.ts';
import { nestedDb } from '../../db/nested.ts';
import { declaredConstraints } from '../../declared-constraints.ts';
import { AppError } from '../../errors.ts';
import type { Actor } from '../../ontology/actor.ts';
import type { Command } from '../../ontology/command.ts';
import type { EntityRef } from '../model.ts';

/** Runs the commands of a story as the users in it. */
export interface Teller {
  /** The id of a seeded entity. */
  readonly id: (ref: EntityRef) => string;
  /** Runs a command as a user. Throws if it is refused. */
  readonly does: <Input, Value>(
    who: string,
    command: Command<Input, Value>,
    input: Input,
  ) => Promise<Value>;
  /** The id that a statement finds. */
  readonly find: (statement: string, ...values: readonly string[]) => Promise<string>;
  /** Moves the time of the story to so many days after `day`; never past the time of seeding. */
  readonly at: (day: string, days: number, time: string) => void;
}

export interface TellerOptions {
  readonly ids: ReadonlyMap<EntityRef, string>;
  /** Display names of users, by user name. */
  readonly labels: ReadonlyMap<string, string>;
  /** The time of seeding. */
  readonly now: Date;
  readonly environment: string;
}

/** A command of a story was refused, because an administrator changed what it needs. */
export class StoryRefused extends Error {
  override readonly name = 'StoryRefused';
}

const millisecondsADay = 86_400_000;

/**
 * Returns what runs the commands of a story in the open transaction of a connection. The audit log
 * tells of them like of any others.
 */
export function createTeller(
  client: ClientBase,
  { ids, labels, now, environment }: TellerOptions,
): Teller {
  const time = { current: now };
  const services = {
    db: nestedDb(client),
    audit: createAuditTrail({ sinks: ['db'], environment, log: { info: () => undefined } }),
    constraints: declaredConstraints,
    now: () => time.current,
  };
  const id = (ref: EntityRef): string => {
    const found = ids.get(ref);
    if (found === undefined) throw new StoryRefused(`${ref} is not there.`);
    return found;
  };
  const actorOf = (name: string): Actor => ({
    ...{ kind: 'user', id: id(`user:${name}`), name, label: labels.get(name) ?? name },
    ...{ permissions: new Set(), origin: {} },
  });
  return {
    id,
    does: async (who, command, input) => {
      const refused = (why: string) =>
        new StoryRefused(`The story stops at ${command.action} by ${who}: ${why}`);
      const outcome = await command(services, actorOf(who), input).catch((error: unknown) => {
        throw error instanceof AppError ? refused(error.message) : error;
      });
      if (outcome.ok) return outcome.value;
      throw refused(
        outcome.kind === 'refused'
          ? outcome.reasons.map(({ message }) => message).join(' ')
          : outcome.kind,
      );
    },
    find: async (statement, ...values) => {
      const { rows } = await client.query<{ id: string }>(statement, [...values]);
      return rows[0]?.id ?? '';
    },
    at: (day, days, clock) => {
      const moment = Date.parse(`${day}T${clock}:00Z`) + days * millisecondsADay;
      time.current = new Date(Math.min(moment, now.getTime()));
    },
  };
}
