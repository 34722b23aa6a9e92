import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import { answer, answerAt, missing, page, problem, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { wayBack } from '../http/fields.ts';
import { list } from '../http/list-parser.ts';
import { form } from '../http/parsers.ts';
import { mayRun, proven } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { listEntities } from '../ontology/lookup.ts';
import type { FormState } from '../ui/form-state.ts';
import * as webhooks from '../webhooks/index.ts';
import { deliveryPage } from './delivery-page.tsx';
import { webhookPage } from './detail-page.tsx';
import { guidePage } from './guide-page.tsx';
import { formOf, secretPage, webhookFormPage, webhooksPage } from './pages.tsx';
import { deliveryTable, resendInput, stateNamed, webhookInput } from './schema.ts';
import { texts } from './texts.ts';

const managed = mayRun(webhooks.createWebhook);

/** Webhooks and their deliveries (spec webhooks#pages). */
export const webhookRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const at = (id: string) => `/webhooks/${id}`;

  const showNew = async (_call: Call, state: FormState) =>
    webhookFormPage({ committees: await listEntities(db, 'tor'), state });

  const showEdit = async (
    { id }: { readonly id: string },
    state?: FormState,
  ): Promise<VNode | undefined> => {
    const webhook = await webhooks.findWebhook(db, id);
    if (webhook === undefined) return undefined;
    const committees = await listEntities(db, 'tor');
    return webhookFormPage({ committees, state: state ?? formOf(webhook), webhook });
  };
  /** The form with the input; that of a new webhook, if another user deleted this one. */
  const showAgain = async (call: Call & { readonly id: string }, state: FormState) =>
    (await showEdit(call, state)) ?? showNew(call, state);

  const lists = routes()
    .offer('/webhooks', texts.offers.webhooks)
    .offer('/webhooks/new', texts.offers.create)
    .get('/webhooks', managed, async () =>
      page(webhooksPage({ webhooks: await webhooks.listWebhooks(db) })),
    )
    .get('/webhooks/guide', managed, async () => page(guidePage()))
    .get('/webhooks/new', managed, async (call) => page(await showNew(call, formOf())))
    .post(
      '/webhooks',
      proven(managed),
      form(webhookInput, showNew),
      async ({ actor, input: { version: _, ...input }, refused }) => {
        const made = { secret: webhooks.newSecret(), mark: randomUUID() };
        return answer(await webhooks.createWebhook(services, actor, { ...input, ...made }), {
          saved: (value) => shown(value, made, false),
          refused,
        });
      },
    );

  const one = routes()
    .get('/webhooks/:id', managed, list(deliveryTable), async ({ id, state }) => {
      const webhook = await webhooks.findWebhook(db, id);
      if (webhook === undefined) return problem(missing());
      const deliveries = await webhooks.listDeliveries(db, {
        ...{ webhook: id, state: stateNamed(state.extras['state']) },
        ...{ page: state.page, size: state.size },
      });
      return page(webhookPage({ webhook, deliveries, state }));
    })
    .get('/webhooks/:id/edit', managed, async (call) => {
      const shown = await showEdit(call);
      return shown === undefined ? problem(missing()) : page(shown);
    })
    .post(
      '/webhooks/:id',
      proven(managed),
      form(webhookInput, showAgain),
      async ({ actor, id, input: { version, ...input }, refused }) =>
        answer(await webhooks.updateWebhook(services, actor, { id, version, ...input }), {
          saved: (name) => redirect(at(id), texts.saved.updated(name)),
          refused,
        }),
    )
    .post('/webhooks/:id/delete', managed, async ({ actor, id }) =>
      answer(await webhooks.deleteWebhook(services, actor, { id }), {
        saved: (name) => redirect('/webhooks', texts.saved.deleted(name)),
      }),
    )
    .post('/webhooks/:id/enable', managed, async ({ actor, id }) =>
      answerAt(at(id), await webhooks.enableWebhook(services, actor, { id }), texts.saved.enabled),
    )
    .post('/webhooks/:id/disable', managed, async ({ actor, id }) =>
      answerAt(
        at(id),
        await webhooks.disableWebhook(services, actor, { id }),
        texts.saved.disabled,
      ),
    )
    .post('/webhooks/:id/secret', proven(managed), async ({ actor, id }) => {
      const made = { secret: webhooks.newSecret(), mark: randomUUID() };
      return answer(await webhooks.rotateSecret(services, actor, { id, ...made }), {
        saved: (value) => shown(value, made, true),
      });
    });

  const deliveries = routes()
    .post('/webhooks/:id/test', managed, async ({ actor, id }) =>
      answerAt(at(id), await webhooks.testWebhook(services, actor, { id }), texts.saved.tested),
    )
    .get('/webhooks/:id/deliveries/:delivery', managed, async ({ id, delivery }) => {
      const webhook = await webhooks.findWebhook(db, id);
      const found = webhook && (await webhooks.findDelivery(db, id, delivery));
      if (webhook === undefined || found === undefined) return problem(missing());
      return page(deliveryPage({ webhook, delivery: found }));
    })
    .post(
      '/webhooks/:id/deliveries/:delivery/resend',
      managed,
      form(resendInput),
      async ({ actor, id, delivery, input }) => {
        const back = wayBack(input.back, at(id), at(id));
        return answerAt(
          back,
          await webhooks.resendDelivery(services, actor, { id, delivery }),
          texts.saved.resent,
        );
      },
    );
  return lists.with(one).with(deliveries);
};

/** The secret, shown once: a form that was sent twice made one secret, which is not shown again. */
function shown(
  { id, name, mark }: { readonly id: string; readonly name: string; readonly mark: string },
  made: { readonly secret: string; readonly mark: string },
  isReplaced: boolean,
) {
  return made.mark === mark
    ? page(secretPage({ id, name, secret: made.secret, isReplaced }))
    : redirect(`/webhooks/${id}`, { tone: 'info', text: texts.saved.created });
}
