import type { VNode } from 'preact';
import { Button, LinkButton } from '../ui/button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { PostButton, RowButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import type { Rows } from '../ui/table-props.ts';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { Code, Tags } from '../ui/word.tsx';
import {
  allEvents,
  type DeliveryLine,
  deliveryStates,
  eventGroups,
  mostAttempts,
  type WebhookLine,
} from '../webhooks/index.ts';
import { DeliveryStateWord } from './delivery-page.tsx';
import { deliveryTable } from './schema.ts';
import { WebhookState } from './state.tsx';
import { texts } from './texts.ts';

interface WebhookProps {
  readonly webhook: WebhookLine;
  readonly deliveries: Rows<DeliveryLine>;
  readonly state: TableState;
}

const words = texts.detail;

/** A webhook with its deliveries (spec webhooks#pages). */
export const webhookPage = ({ webhook, deliveries, state }: WebhookProps): VNode => (
  <Page title={webhook.name} action={<Actions of={webhook} />}>
    {webhook.disabledBecause !== null && (
      <Note tone={webhook.disabledBecause === 'user' ? 'info' : 'warning'}>
        {
          {
            user: words.disabledNote,
            failures: words.failuresNote,
            gone: words.goneNote,
          }[webhook.disabledBecause]
        }
      </Note>
    )}
    <Facts {...webhook} />
    <Deliveries webhook={webhook} deliveries={deliveries} state={state} />
    <Questions {...webhook} />
  </Page>
);

const Actions = ({ of: { id, disabledBecause } }: { of: WebhookLine }) => (
  <>
    <LinkButton to={`/webhooks/${id}/edit`}>{texts.form.edit}</LinkButton>
    <Button opens="rotate">{words.rotate}</Button>
    {disabledBecause === null ? (
      <>
        <Button opens="disable">{words.disable}</Button>
        <PostButton to={`/webhooks/${id}/test`} kind="primary">
          {words.test}
        </PostButton>
      </>
    ) : (
      <PostButton to={`/webhooks/${id}/enable`} kind="primary">
        {words.enable}
      </PostButton>
    )}
    <Button kind="danger" opens="remove">
      {words.remove}
    </Button>
  </>
);

const Questions = ({ id, name }: WebhookLine) => {
  const { questions } = texts;
  return (
    <>
      <Dialog
        id="rotate"
        title={questions.rotate(name)}
        to={`/webhooks/${id}/secret`}
        confirm={questions.rotateConfirm}
        keep={questions.rotateKeep}
        tone="primary"
      >
        <p>{questions.rotateConsequence}</p>
      </Dialog>
      <Dialog
        id="disable"
        title={questions.disable(name)}
        to={`/webhooks/${id}/disable`}
        confirm={questions.disableConfirm}
        keep={questions.disableKeep}
      >
        <p>{questions.disableConsequence}</p>
      </Dialog>
      <Dialog
        id="remove"
        title={questions.remove(name)}
        to={`/webhooks/${id}/delete`}
        confirm={questions.removeConfirm}
        keep={questions.removeKeep}
      >
        <p>{questions.removeConsequence}</p>
      </Dialog>
    </>
  );
};

const Facts = (webhook: WebhookLine) => {
  const { url, events, torId, committee, createdAt } = webhook;
  const names = eventGroups().flatMap(([code, label]) => (events.includes(code) ? [label] : []));
  return (
    <Section id="facts" title={words.facts} quiet>
      <DescriptionList
        of={[
          [words.state, <WebhookState key="state" of={webhook} />],
          [
            words.address,
            <code class="wrap" key="address">
              {url}
            </code>,
          ],
          [
            words.events,
            events.includes(allEvents) ? (
              texts.allEvents
            ) : (
              <Tags key="events" of={names} none={texts.groups(events.length)} />
            ),
          ],
          [words.committee, torId === null ? null : (committee ?? texts.deletedCommittee)],
          [words.created, <Time key="created" at={createdAt} style="moment" />],
        ]}
      />
    </Section>
  );
};

const Deliveries = ({ webhook, deliveries, state }: WebhookProps) => {
  const definition = { ...deliveryTable, path: `/webhooks/${webhook.id}` };
  const back = tableHref(definition, state);
  return (
    <Section id="deliveries" title={words.deliveries}>
      <DataTable
        noun={texts.deliveries.noun}
        of={deliveries}
        definition={{ ...definition, columns: columnsFor(webhook, back) }}
        state={state}
        rowKey={({ id }) => id}
        rowName={({ id, type }) => `${type} ${id}`}
        filters={
          <FilterSelect
            name="state"
            label={texts.deliveries.state}
            all={texts.deliveries.allStates}
            value={state.extras['state']}
            options={deliveryStates.map((one) => [one, texts.deliveries.states[one]])}
          />
        }
        empty={
          <EmptyState icon="clock" title={texts.deliveries.empty}>
            {texts.deliveries.emptyAdvice}
          </EmptyState>
        }
      />
    </Section>
  );
};

const [event, state, answer, attempts, time, actions] = deliveryTable.columns;

const columnsFor = (
  { id: webhook, disabledBecause }: WebhookLine,
  back: string,
): readonly Column<DeliveryLine>[] => [
  {
    ...event,
    header: true,
    cell: ({ id, type, label }) => (
      <>
        <a href={`/webhooks/${webhook}/deliveries/${id}`}>
          <Code>{type}</Code>
        </a>
        {label !== '' && <span class="sub">{label}</span>}
      </>
    ),
  },
  { ...state, cell: (line) => <DeliveryStateWord of={line} /> },
  {
    ...answer,
    cell: ({ last }) =>
      last === null ? (
        <span class="muted">–</span>
      ) : (
        <span class="wrap">
          {texts.outcome(last)}
          <span class="sub">{texts.duration(last.durationMs)}</span>
        </span>
      ),
  },
  {
    ...attempts,
    number: true,
    cell: ({ attempts: made }) => texts.deliveries.attempts(made, mostAttempts),
  },
  { ...time, cell: ({ createdAt }) => <Time at={createdAt} style="moment" /> },
  {
    ...actions,
    actions: true,
    cell: ({ id, type, state: at }) =>
      disabledBecause === null && at !== 'sending' ? (
        <RowButton
          to={`/webhooks/${webhook}/deliveries/${id}/resend`}
          fields={{ back }}
          of={texts.deliveries.ofDelivery(type, id)}
        >
          {texts.deliveries.resend}
        </RowButton>
      ) : null,
  },
];
