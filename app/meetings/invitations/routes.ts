import { answerAt } from '../../http/answers.ts';
import { form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { detailOf, pathOf } from '../path.ts';
import { texts } from '../texts.ts';
import { answerInvitation } from './commands.ts';
import { answerInput } from './schema.ts';

/** Answers to invitations (spec meetings#answers). */
export const invitationRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/meetings/:meeting/answer',
    mayRunWithin(answerInvitation),
    form(answerInput),
    async (call) =>
      answerAt(
        detailOf(call),
        await answerInvitation(services, call.actor, { ...pathOf(call), ...call.input }),
        texts.answers.done,
      ),
  );
