import { answerAt } from '../../http/answers.ts';
import { wayBack } from '../../http/fields.ts';
import { form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { detailOf, pathOf } from '../path.ts';
import { texts } from '../texts.ts';
import { saveRollCall } from './commands.ts';
import { rollCallInput } from './schema.ts';

/** The roll call of a meeting (spec meetings#roll-call). */
export const rollCallRoutes = (services: CommandServices): Routes =>
  routes().post(
    '/tor/:id/meetings/:meeting/roll-call',
    mayRunWithin(saveRollCall),
    form(rollCallInput, undefined, { limit: 256 * 1024 }),
    async (call) => {
      const { rollCall, back } = call.input;
      const detail = detailOf(call);
      return answerAt(
        wayBack(back, detail, detail),
        await saveRollCall(services, call.actor, { ...pathOf(call), rollCall }),
        texts.rollCall.saved,
      );
    },
  );
