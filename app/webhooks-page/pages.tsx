import type { VNode } from 'preact';
import { LinkButton } from '../ui/button.tsx';
import { ChecksField, ComboboxField, choicesOf, RadiosField } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { ShownOncePage } from '../ui/shown-once.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { eventGroups, type Webhook, type WebhookLine } from '../webhooks/index.ts';
import { eventsInWords, WebhookState } from './state.tsx';
import { texts } from './texts.ts';

const guide = '/webhooks/guide';

/** All webhooks, or what they are for (spec webhooks#pages). */
export const webhooksPage = ({ webhooks }: { webhooks: readonly WebhookLine[] }): VNode => (
  <Page
    title={texts.title}
    lead={texts.lead}
    action={
      <>
        <LinkButton to={guide}>{texts.guide}</LinkButton>
        <LinkButton to="/webhooks/new" kind="primary" icon="plus">
          {texts.create}
        </LinkButton>
      </>
    }
  >
    {webhooks.length === 0 ? (
      <EmptyState
        icon="external"
        title={texts.empty}
        action={<LinkButton to={guide}>{texts.guide}</LinkButton>}
      >
        {texts.emptyAdvice}
      </EmptyState>
    ) : (
      <WebhookTable of={webhooks} />
    )}
  </Page>
);

const WebhookTable = ({ of }: { of: readonly WebhookLine[] }) => (
  <SimpleTable
    caption={texts.title}
    of={of}
    rowKey={({ id }) => id}
    columns={[
      {
        label: texts.columns.name,
        header: true,
        cell: ({ id, name, url }) => (
          <>
            <a href={`/webhooks/${id}`}>{name}</a>
            <span class="sub wrap">{new URL(url).host}</span>
          </>
        ),
      },
      { label: texts.columns.events, cell: (webhook) => eventsInWords(webhook) },
      { label: texts.columns.state, cell: (webhook) => <WebhookState of={webhook} /> },
      {
        label: texts.columns.waiting,
        number: true,
        cell: ({ waiting }) => texts.atLeast(waiting),
      },
      { label: texts.columns.failed, number: true, cell: ({ failed }) => texts.atLeast(failed) },
      {
        label: texts.columns.delivered,
        cell: ({ deliveredAt }) =>
          deliveredAt === null ? (
            <span class="muted">{texts.never}</span>
          ) : (
            <Time at={deliveredAt} style="relative" />
          ),
      },
    ]}
  />
);

interface WebhookFormProps {
  readonly committees: readonly { readonly id: string; readonly label: string }[];
  readonly state: FormState;
  /** The webhook that is edited. */
  readonly webhook?: Webhook;
}

export const webhookFormPage = ({ committees, state, webhook }: WebhookFormProps): VNode => {
  const words = texts.form;
  const back = webhook === undefined ? '/webhooks' : `/webhooks/${webhook.id}`;
  const title = webhook === undefined ? words.newTitle : words.editTitle(webhook.name);
  return (
    <Page
      title={title}
      {...(webhook !== undefined && {
        short: words.edit,
        crumbs: [{ label: webhook.name, to: back }],
      })}
    >
      <Form
        to={back}
        state={state}
        submit={webhook === undefined ? words.submit : words.save}
        cancel={back}
        {...(webhook !== undefined && { hidden: { version: webhook.version } })}
      >
        <Note>{words.note}</Note>
        <TextField name="name" label={words.name} help={words.nameHelp} width="m" most={100} />
        <TextField name="url" type="url" label={words.url} help={words.urlHelp} code most={2000} />
        <RadiosField
          name="scope"
          label={words.scope}
          options={[
            { value: 'all', label: words.all },
            { value: 'some', label: words.some },
          ]}
        />
        <ChecksField
          name="events"
          label={words.groups}
          help={words.groupsHelp}
          columns
          options={eventGroups().map(([value, label]) => ({ value, label }))}
        />
        <ComboboxField
          name="tor_id"
          label={words.committee}
          help={words.committeeHelp}
          optional
          options={choicesOf(committees)}
        />
      </Form>
    </Page>
  );
};

/** The form of a webhook as it is stored, or of a new one. */
export const formOf = (webhook?: Webhook): FormState =>
  webhook === undefined
    ? freshForm({ scope: 'all' })
    : freshForm({
        name: webhook.name,
        url: webhook.url,
        scope: webhook.events.includes('all') ? 'all' : 'some',
        events: webhook.events,
        tor_id: webhook.torId ?? '',
      });

interface SecretProps {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** Whether an earlier secret still signs. */
  readonly isReplaced: boolean;
}

export const secretPage = ({ id, name, secret, isReplaced }: SecretProps): VNode => (
  <ShownOncePage
    title={texts.shown.title}
    warning={texts.shown.lead}
    next={`/webhooks/${id}`}
    of={[texts.shown.name, name]}
    secret={{ id: 'made-secret', label: texts.shown.secret, value: secret }}
    facts={[[texts.shown.next, isReplaced ? texts.shown.grace : texts.shown.nextAdvice]]}
  />
);
