import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import * as webhooks from '#app/webhooks/commands.ts';
import { newSecret } from '#app/webhooks/signature.ts';
import type { AppServer } from '#test/support/app-server.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';
import { freshName } from './people-fixture.ts';

type Failing = <Input, Saved>(command: Command<Input, Saved>, input: Input) => Promise<Failures>;
interface Given {
  readonly app: AppServer;
  readonly actor: Actor & { readonly id: string };
}

/** The commands of webhooks, for the test that makes each of their statements fail. */
export function webhookCommands(
  given: () => Given,
  failing: Failing,
): Record<string, () => Promise<Failures>> {
  const fields = () => ({
    ...{ name: freshName(), url: 'https://hooks.example.com/', events: ['all'], torId: null },
  });
  const made = async (): Promise<string> => {
    const { app, actor } = given();
    const input = { ...fields(), secret: newSecret(), mark: 'mark' };
    const outcome = await webhooks.createWebhook(app.services, actor, input);
    return outcome.ok ? outcome.value.id : '';
  };
  const disabled = async (): Promise<string> => {
    const id = await made();
    await webhooks.disableWebhook(given().app.services, given().actor, { id });
    return id;
  };
  return {
    'webhooks/commands.ts createWebhook': () =>
      failing(webhooks.createWebhook, { ...fields(), secret: newSecret(), mark: 'mark' }),
    'webhooks/commands.ts updateWebhook': async () =>
      failing(webhooks.updateWebhook, { ...fields(), id: await made(), version: undefined }),
    'webhooks/commands.ts deleteWebhook': async () =>
      failing(webhooks.deleteWebhook, { id: await made() }),
    'webhooks/commands.ts enableWebhook': async () =>
      failing(webhooks.enableWebhook, { id: await disabled() }),
    'webhooks/commands.ts disableWebhook': async () =>
      failing(webhooks.disableWebhook, { id: await made() }),
    'webhooks/commands.ts disableFailing': async () =>
      failing(webhooks.disableFailing, { id: await made(), because: 'failures' }),
    'webhooks/commands.ts rotateSecret': async () =>
      failing(webhooks.rotateSecret, { id: await made(), secret: newSecret(), mark: 'mark' }),
    'webhooks/commands.ts testWebhook': async () =>
      failing(webhooks.testWebhook, { id: await made() }),
    'webhooks/commands.ts resendDelivery': async () => {
      const id = await made();
      const { app, actor } = given();
      const sent = await webhooks.testWebhook(app.services, actor, { id });
      return failing(webhooks.resendDelivery, { id, delivery: sent.ok ? sent.value : '' });
    },
  };
}
