import { answer, page, redirect } from '../http/answers.ts';
import type { Call, InCommittee } from '../http/call.ts';
import { form } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { FormState } from '../ui/form-state.ts';
import { changeDeciding } from './commands.ts';
import { decidingPage } from './pages.tsx';
import { decidingInput } from './schema.ts';
import { texts } from './texts.ts';

/** How a committee decides: quorum, ballots, proxies (spec quorum#rule). */
export const quorumRoutes = (services: CommandServices): Routes => {
  const show = ({ committee }: Call & InCommittee, state?: FormState) =>
    decidingPage(committee, state);
  return routes()
    .get('/tor/:id/deciding', mayRunWithin(changeDeciding), (call) => page(show(call)))
    .post(
      '/tor/:id/deciding',
      mayRunWithin(changeDeciding),
      form(decidingInput, show),
      async ({ id, actor, input, refused }) =>
        answer(await changeDeciding(services, actor, { ...input, committee: id }), {
          saved: (label) => redirect(`/tor/${id}/positions`, texts.saved(label)),
          refused,
        }),
    );
};
