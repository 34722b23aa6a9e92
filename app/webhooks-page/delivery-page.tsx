import type { VNode } from 'preact';
import { DescriptionList } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Code, State, type StateProps } from '../ui/word.tsx';
import type { Attempt, Delivery, DeliveryLine, WebhookLine } from '../webhooks/index.ts';
import { Example } from './example.tsx';
import { indented } from './present.ts';
import { texts } from './texts.ts';

interface DeliveryProps {
  readonly webhook: WebhookLine;
  readonly delivery: Delivery;
}

const words = texts.delivery;

/** One delivery: the request, and each answer (spec webhooks#pages). */
export const deliveryPage = ({ webhook, delivery }: DeliveryProps): VNode => {
  const { id, type, label, messageId, createdAt, history, body } = delivery;
  const address = `/webhooks/${webhook.id}`;
  return (
    <Page
      title={words.title(type, id)}
      short={words.short}
      crumbs={[{ label: webhook.name, to: address }]}
      action={
        webhook.disabledBecause === null && (
          <PostButton
            to={`${address}/deliveries/${id}/resend`}
            fields={{ back: `${address}/deliveries/${id}` }}
            kind="primary"
          >
            {texts.deliveries.resend}
          </PostButton>
        )
      }
    >
      <Section id="facts" title={words.facts} quiet>
        <DescriptionList
          of={[
            [texts.deliveries.columns.state, <DeliveryStateWord key="state" of={delivery} />],
            [words.subject, label],
            [words.messageId, <Code key="id">{messageId}</Code>],
            [words.created, <Time key="created" at={createdAt} style="moment" />],
          ]}
        />
      </Section>
      <Section id="attempts" title={words.attempts}>
        {history.length === 0 ? (
          <p class="muted">{words.noAttempts}</p>
        ) : (
          <AttemptTable of={history} />
        )}
      </Section>
      <Section id="body" title={words.body}>
        <Example label={words.document}>{indented(body)}</Example>
      </Section>
    </Page>
  );
};

const AttemptTable = ({ of }: { of: readonly Attempt[] }) => (
  <SimpleTable
    caption={words.attempts}
    of={of}
    rowKey={({ id }) => id}
    columns={[
      {
        label: words.columns.time,
        header: true,
        cell: ({ at }) => <Time at={at} style="moment" />,
      },
      {
        label: words.columns.result,
        cell: (attempt) => (
          <State
            {...(attempt.outcome === 'delivered'
              ? { is: 'done' as const, tone: 'good' as const }
              : { is: 'bad' as const, tone: 'bad' as const })}
          >
            {texts.outcome(attempt)}
          </State>
        ),
      },
      {
        label: words.columns.duration,
        number: true,
        cell: ({ durationMs }) => texts.duration(durationMs),
      },
      {
        label: words.columns.response,
        cell: ({ response }) =>
          response === null || response === '' ? (
            <span class="muted">{words.noResponse}</span>
          ) : (
            <code class="wrap">{response}</code>
          ),
      },
    ]}
  />
);

const looks: Readonly<Record<DeliveryLine['state'], Pick<StateProps, 'is' | 'tone'>>> = {
  waiting: { is: 'waiting' },
  sending: { is: 'working', tone: 'going' },
  delivered: { is: 'done', tone: 'good' },
  failed: { is: 'bad', tone: 'bad' },
};

/** The state of a delivery, and when it is tried next. */
export const DeliveryStateWord = ({
  of: { state, attempts, dueAt },
}: {
  of: Pick<DeliveryLine, 'state' | 'attempts' | 'dueAt'>;
}) => (
  <span>
    <State {...looks[state]}>{texts.deliveries.states[state]}</State>
    {state === 'waiting' && attempts > 0 && (
      <span class="sub">
        {texts.deliveries.next} <Time at={dueAt} style="moment" inSentence />
      </span>
    )}
  </span>
);
