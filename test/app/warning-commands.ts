import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import * as warnings from '#app/warnings/commands.ts';
import type { AppServer } from '#test/support/app-server.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';
import { raisedWarning } from './warning-fixture.ts';

type Failing = <Input, Saved>(command: Command<Input, Saved>, input: Input) => Promise<Failures>;
interface Given {
  readonly app: AppServer;
  readonly actor: Actor & { readonly id: string };
}

/** The commands of warnings, for the test that makes each of their statements fail. */
export function warningCommands(
  given: () => Given,
  failing: Failing,
): Record<string, () => Promise<Failures>> {
  const made = (): Promise<string> => raisedWarning(given().app, given().actor.id);
  return {
    'warnings/commands.ts readWarnings': async () =>
      failing(warnings.readWarnings, { ids: [await made(), await made()] }),
    'warnings/commands.ts dismissWarnings': async () =>
      failing(warnings.dismissWarnings, { ids: [await made()] }),
    'warnings/commands.ts restoreWarnings': async () => {
      const id = await made();
      const { app, actor } = given();
      await warnings.dismissWarnings(app.services, actor, { ids: [id] });
      return failing(warnings.restoreWarnings, { ids: [id] });
    },
    'warnings/commands.ts forwardWarning': async () =>
      failing(warnings.forwardWarning, {
        ...{ id: await made(), target: (await given().app.createUser('viewer')).id },
      }),
    'warnings/commands.ts resolveWarning': async () =>
      failing(warnings.resolveWarning, { id: await made() }),
  };
}
