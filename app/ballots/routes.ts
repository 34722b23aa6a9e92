import { answerAt } from '../http/answers.ts';
import { wayBack } from '../http/fields.ts';
import { form } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { castVote, closeBallot, nameProxy, openBallot, recount, recuse } from './commands.ts';
import { ballotInput, leadInput, proxyInput, seatInput, voteInput } from './schema.ts';
import { texts } from './texts.ts';

const all = '/tor/:id/workflow/agenda/:agenda/ballots';
const one = `${all}/:ballot` as const;

interface OnPoint {
  readonly id: string;
  readonly agenda: string;
  readonly input: { readonly back?: string | undefined };
}

/** The page of the committee that showed the form: the agenda point, or a meeting's live view. */
const pageOf = ({ id, agenda, input }: OnPoint): string =>
  wayBack(input.back, `/tor/${id}/workflow/agenda/${agenda}`, `/tor/${id}`);

const pathOf = (call: {
  readonly id: string;
  readonly agenda: string;
  readonly ballot: string;
}) => ({
  ...{ tor: call.id, id: call.agenda, ballot: call.ballot },
});

/** Ballots on an agenda point; its page shows them (spec ballots#rules). */
export const ballotRoutes = (services: CommandServices): Routes =>
  routes()
    .post(all, mayRunWithin(openBallot), form(ballotInput), async (call) =>
      answerAt(
        pageOf(call),
        await openBallot(services, call.actor, { ...call.input, tor: call.id, id: call.agenda }),
        texts.opened,
      ),
    )
    .post(`${one}/vote`, mayRunWithin(castVote), form(voteInput), async (call) =>
      answerAt(
        pageOf(call),
        await castVote(services, call.actor, { ...pathOf(call), ...call.input }),
        texts.voted,
      ),
    )
    .post(`${one}/recuse`, mayRunWithin(recuse), form(seatInput), async (call) =>
      answerAt(
        pageOf(call),
        await recuse(services, call.actor, { ...pathOf(call), ...call.input }),
        texts.recused,
      ),
    )
    .post(`${one}/proxy`, mayRunWithin(nameProxy), form(proxyInput), async (call) =>
      answerAt(
        pageOf(call),
        await nameProxy(services, call.actor, { ...pathOf(call), ...call.input }),
        texts.proxied,
      ),
    )
    .post(`${one}/close`, mayRunWithin(closeBallot), form(leadInput), async (call) =>
      answerAt(pageOf(call), await closeBallot(services, call.actor, pathOf(call)), texts.closed),
    )
    .post(`${one}/recount`, mayRunWithin(recount), form(leadInput), async (call) =>
      answerAt(pageOf(call), await recount(services, call.actor, pathOf(call)), (isSame) =>
        isSame ? { tone: 'success', text: texts.same } : { tone: 'error', text: texts.differs },
      ),
    );
