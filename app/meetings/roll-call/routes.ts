import { answerAt } from '../../http/answers.ts';
import { wayBack } from '../../http/fields.ts';
import { form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { texts } from '../texts.ts';
import { saveRollCall } from './commands.ts';
import { rollCallInput } from './schema.ts';

/** The roll call of a meeting (spec meetings#roll-call). */
export const rollCallRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/meetings/:meeting/roll-call',
    mayRunWithin(saveRollCall),
    form(rollCallInput, undefined, { limit: 256 * 1024 }),
    async ({ id, meeting, actor, input }) => {
      const { rollCall, back } = input;
      const detail = `/tor/${id}/meetings/${meeting}`;
      const page = wayBack(back, detail, detail);
      return answerAt(
        page,
        await saveRollCall(services, actor, { tor: id, id: meeting, rollCall }),
        texts.rollCall.saved,
      );
    },
  );
