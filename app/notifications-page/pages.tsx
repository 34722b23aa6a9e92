import type { VNode } from 'preact';
import { AccountPage } from '../account/index.ts';
import {
  type Choices,
  kindInWords,
  kinds,
  type NotificationLine,
  notificationInWords,
  type Way,
  ways,
} from '../notifications/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterSelect } from '../ui/filter-select.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { GatePage } from '../ui/gate-page.tsx';
import { InboxTabs } from '../ui/inbox-tabs.tsx';
import { ListNews } from '../ui/list-news.tsx';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { PostButton, RowButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import type { Rows } from '../ui/table-props.ts';
import { type TableState, tableHref } from '../ui/table-state.ts';
import { Time } from '../ui/time.tsx';
import { State, Tag } from '../ui/word.tsx';
import { ListKeys } from '../work-items/index.ts';
import { notificationTable } from './schema.ts';
import { texts } from './texts.ts';

interface ListProps {
  readonly state: TableState;
  readonly of: Rows<NotificationLine>;
  /** Address of the page, to return to. */
  readonly back: string;
  readonly unread: number;
  /** Unread warnings. */
  readonly warnings: number;
}

/** The notifications of a person (spec notifications#list). */
export const notificationsPage = ({ state, of, back, unread, warnings }: ListProps): VNode => (
  <Page
    title={texts.title}
    lead={texts.lead(unread)}
    action={
      <>
        {unread > 0 && (
          <PostButton to="/notifications/read" fields={{ scope: 'all', query: back }}>
            {texts.readAll}
          </PostButton>
        )}
        <LinkButton to="/account/notifications" kind="quiet" icon="sliders">
          {texts.choose}
        </LinkButton>
      </>
    }
  >
    <InboxTabs current="notifications" notifications={unread} warnings={warnings} />
    <ListNews of={notificationTable.path} />
    <div data-list-keys="">
      <DataTable
        noun={texts.noun}
        of={of}
        definition={{ ...notificationTable, columns: columnsFor(back) }}
        state={state}
        rowKey={({ id }) => id}
        rowName={notificationInWords}
        filters={<Filters state={state} />}
        bulk={[{ label: texts.read, to: '/notifications/read' }]}
        empty={
          <EmptyState
            icon="bell"
            title={texts.empty}
            action={
              <a href={tableHref(notificationTable, state, { extras: { show_read: 'true' } })}>
                {texts.showRead}
              </a>
            }
          >
            {texts.emptyAdvice}
          </EmptyState>
        }
      />
    </div>
    {of.rows.length > 0 && <ListKeys />}
  </Page>
);

const Filters = ({ state: { extras } }: Pick<ListProps, 'state'>) => (
  <>
    <FilterSelect
      name="kind"
      label={texts.filters.kind}
      all={texts.filters.anyKind}
      value={extras['kind']}
      options={kinds.map((kind) => [kind, kindInWords({ kind })])}
    />
    <FilterSelect
      name="show_read"
      label={texts.filters.read}
      all={texts.filters.hideRead}
      value={extras['show_read']}
      options={[['true', texts.filters.showRead]]}
    />
  </>
);

const [kind, notification, status, time, actions] = notificationTable.columns;

const columnsFor = (back: string): readonly Column<NotificationLine>[] => [
  { ...kind, cell: (line) => <Tag>{kindInWords(line)}</Tag> },
  {
    ...notification,
    header: true,
    cell: ({ id, isRead, path, details }) => (
      <>
        <a
          class={isRead ? 'plain' : 'plain strong'}
          href={path}
          {...(isRead ? {} : { 'data-reads': `/notifications/${id}/read` })}
        >
          {notificationInWords({ details })}
        </a>
        {details.committee && <span class="sub">{details.committee}</span>}
      </>
    ),
  },
  {
    ...status,
    cell: ({ isRead }) =>
      isRead ? (
        <State is="done">{texts.isRead}</State>
      ) : (
        <State is="working" tone="going">
          {texts.unread}
        </State>
      ),
  },
  { ...time, cell: ({ at }) => <Time at={at} style="relative" /> },
  {
    ...actions,
    actions: true,
    cell: (line) =>
      !line.isRead && (
        <RowButton
          to={`/notifications/${line.id}/read`}
          fields={{ back }}
          of={texts.ofNotification(notificationInWords(line))}
        >
          {texts.read}
        </RowButton>
      ),
  },
];

interface ChoicesProps {
  readonly choices: Choices;
  readonly email: string;
  /** Whether the installation sends emails. */
  readonly hasMail: boolean;
  readonly state?: FormState | undefined;
}

const words = texts.choices;

const inApp = ['here', 'none'] as const satisfies readonly Way[];

/** Without emails, every choice except none means the list only. */
const shownWay = (way: Way, hasMail: boolean): Way => (hasMail || way === 'none' ? way : 'here');

/** How a person wants to learn of each kind (spec notifications#choices). */
export const choicesPage = ({ choices, email, hasMail, state }: ChoicesProps): VNode => (
  <AccountPage tab="notifications">
    <Section id="notifications" title={words.title}>
      <p class="small muted">{words.help}</p>
      <Form
        to="/account/notifications"
        state={
          state ??
          freshForm(
            Object.fromEntries(
              kinds.map((each) => [`kind_${each}`, shownWay(choices[each] ?? 'here', hasMail)]),
            ),
          )
        }
        submit={words.submit}
      >
        {hasMail && email === '' && <Note>{words.noEmail}</Note>}
        {kinds.map((each) => (
          <SelectField
            key={each}
            name={`kind_${each}`}
            label={kindInWords({ kind: each })}
            help={words.about[each] ?? ''}
            width="m"
            options={(hasMail ? ways : inApp).map((way) => ({
              value: way,
              label: words.ways[way] ?? way,
            }))}
          />
        ))}
      </Form>
    </Section>
  </AccountPage>
);

interface UnsubscribeProps {
  readonly token: string;
  /** A kind, or `digest`. */
  readonly from: string;
}

/** Asks a person without a session whether emails should stop (spec notifications#unsubscribing). */
export const unsubscribePage = ({ token, from }: UnsubscribeProps): VNode => (
  <GatePage title={texts.unsubscribe.title}>
    <p>{texts.unsubscribe.asks(nameOf(from))}</p>
    <Form to="/notifications/unsubscribe" hidden={{ token }} submit={texts.unsubscribe.submit}>
      <p class="small muted">{texts.unsubscribe.more}</p>
    </Form>
  </GatePage>
);

/** Emails have stopped. */
export const unsubscribedPage = ({ from }: Pick<UnsubscribeProps, 'from'>): VNode => (
  <GatePage title={texts.unsubscribe.doneTitle}>
    <p>{texts.unsubscribe.done(nameOf(from))}</p>
  </GatePage>
);

const nameOf = (from: string): string =>
  from === 'digest' ? texts.unsubscribe.daily : kindInWords({ kind: from });
