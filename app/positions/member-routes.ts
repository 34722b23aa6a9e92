import { type Answer, answer, redirect, refusedAt } from '../http/answers.ts';
import { id as anId } from '../http/fields.ts';
import { form } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Outcome } from '../ontology/outcome.ts';
import { isDay } from '../ontology/property.ts';
import { type Capacity, capacities } from './position.ts';
import { assigned, backOf, vacated } from './present.ts';
import { type MemberInput, memberInput, memberships } from './schema.ts';
import { assignPosition, vacatePosition } from './term-commands.ts';
import { texts } from './texts.ts';

/**
 * `POST /tor/:id/members`: assigns and vacates positions in one address (spec positions#members).
 * It has no page of its own, so every refusal is a message on the committee's page.
 */
export const memberRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/members',
    mayRunWithin(assignPosition),
    form(memberInput),
    async ({ id, actor, input }) => {
      const back = backOf({ id }, input.back);
      const refused = refusedAt(back);
      const asked = read(input);
      if (typeof asked === 'string') return refused([{ message: asked }]);
      const path = { committee: id, position: asked.position };
      if (asked.action === 'assign')
        return answer(
          await ofThisCommittee(assignPosition(services, actor, { ...asked, ...path })),
          {
            saved: (done) => redirect(back, assigned(done)),
            refused,
          },
        );
      return answer(await ofThisCommittee(vacatePosition(services, actor, { ...asked, ...path })), {
        saved: (done): Answer => redirect(back, vacated(done, asked.lastDay)),
        refused,
      });
    },
  );

/** The position is a field of the form, not part of the path, so a foreign one is refused. */
async function ofThisCommittee<Value>(running: Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  const outcome = await running;
  if (outcome.ok || outcome.kind !== 'not-found') return outcome;
  const reasons = [{ field: 'position_id', message: texts.assign.unknownPosition }];
  return { ok: false, kind: 'refused', reasons, status: 422 };
}

type Asked =
  | {
      readonly action: 'assign';
      readonly position: string;
      readonly user: string;
      readonly membership: (typeof memberships)[number];
      readonly since: string | undefined;
      readonly until: string | undefined;
      readonly capacity: Capacity;
    }
  | {
      readonly action: 'vacate';
      readonly position: string;
      readonly user: string | undefined;
      readonly term: string | undefined;
      readonly lastDay: string | undefined;
    };

/** The request of a form, or its fault. */
function read(input: MemberInput): Asked | string {
  const { action, position_id: position, user_id: user } = input;
  if (action !== 'assign' && action !== 'vacate') return texts.unknownAction;
  if (!anId.safeParse(position).success) return texts.assign.unknownPosition;
  for (const key of ['since', 'until'] as const)
    if (input[key] !== '' && !isDay(input[key])) return texts.assign.day(texts.fields[key]);
  const since = input.since === '' ? undefined : input.since;
  const until = input.until === '' ? undefined : input.until;
  const isUser = anId.safeParse(user).success;
  if (action === 'vacate') {
    if (user !== '' && !isUser) return texts.assign.unknownUser;
    return { action, position, user: user === '' ? undefined : user, term: since, lastDay: until };
  }
  if (!isUser) return texts.assign.unknownUser;
  const membership = memberships.find((one) => one === input.membership_type);
  if (membership === undefined) return texts.assign.membership;
  const capacity = capacities.find((one) => one === input.capacity);
  if (capacity === undefined) return texts.assign.capacity;
  return { action, position, user, membership, since, until, capacity };
}
