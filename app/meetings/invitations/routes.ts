import { answerAt } from '../../http/answers.ts';
import { form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { texts } from '../texts.ts';
import { answerInvitation } from './commands.ts';
import { answerInput } from './schema.ts';

/** Answers to invitations (spec meetings#answers). */
export const invitationRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/meetings/:meeting/answer',
    mayRunWithin(answerInvitation),
    form(answerInput),
    async ({ id, meeting, actor, input }) => {
      const detail = `/tor/${id}/meetings/${meeting}`;
      return answerAt(
        detail,
        await answerInvitation(services, actor, { tor: id, id: meeting, ...input }),
        texts.answers.done,
      );
    },
  );
