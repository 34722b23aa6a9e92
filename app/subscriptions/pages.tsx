import type { VNode } from 'preact';
import { AccountPage } from '../account/index.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { choicesOf, SelectField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ShownOncePage } from '../ui/shown-once.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Count } from '../ui/word.tsx';
import type { Feed } from './feed.ts';
import { texts } from './texts.ts';

const list = '/account/calendars';

/** Breadcrumb from the account, which has no menu entry. */
const way = [
  { label: texts.account, to: '/account' },
  { label: texts.title, to: list },
];

interface FeedsProps {
  readonly feeds: readonly Feed[];
  /** Whether the reader may create another one. */
  readonly mayCreate: boolean;
}

export const feedsPage = ({ feeds, mayCreate }: FeedsProps): VNode => (
  <AccountPage tab="calendars">
    <Section
      id="calendars"
      title={texts.active}
      count={<Count n={feeds.length} />}
      end={
        mayCreate && (
          <LinkButton to={`${list}/new`} kind="primary" icon="plus">
            {texts.create}
          </LinkButton>
        )
      }
    >
      <p class="small muted lead-in">{texts.lead}</p>
      {feeds.length === 0 ? (
        <EmptyState icon="calendar" title={texts.empty}>
          {texts.emptyAdvice}
        </EmptyState>
      ) : (
        <FeedTable feeds={feeds} />
      )}
    </Section>
    {feeds.map((feed) => (
      <Dialog
        key={feed.id}
        id={`revoke-${feed.id}`}
        title={texts.revokeQuestion(nameOf(feed))}
        to={`${list}/${feed.id}/revoke`}
        confirm={texts.revokeConfirm}
        keep={texts.keep}
      >
        <p>{texts.revokeConsequence}</p>
      </Dialog>
    ))}
  </AccountPage>
);

const nameOf = ({ committee }: Feed): string => committee ?? texts.own;

const FeedTable = ({ feeds }: { feeds: readonly Feed[] }) => (
  <SimpleTable
    caption={texts.active}
    of={feeds}
    rowKey={({ id }) => id}
    columns={[
      {
        label: texts.columns.calendar,
        header: true,
        cell: (feed) => (
          <>
            {nameOf(feed)} <code class="muted nowrap">…{feed.ending}</code>
          </>
        ),
      },
      { label: texts.columns.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
      {
        label: texts.columns.used,
        cell: ({ lastUsedAt }) =>
          lastUsedAt === null ? (
            <span class="muted">{texts.neverUsed}</span>
          ) : (
            <Time at={lastUsedAt} style="relative" />
          ),
      },
      {
        label: texts.columns.actions,
        actions: true,
        cell: (feed) => (
          <Button kind="quiet" small opens={`revoke-${feed.id}`}>
            {texts.revoke}
            <span class="vh"> {texts.revokeOf(nameOf(feed))}</span>
          </Button>
        ),
      },
    ]}
  />
);

interface NewFeedProps {
  readonly committees: readonly { readonly id: string; readonly label: string }[];
  readonly state: FormState;
}

export const newFeedPage = ({ committees, state }: NewFeedProps): VNode => (
  <Page title={texts.form.title} lead={texts.lead} crumbs={way}>
    <Form to={list} state={state} submit={texts.form.submit} cancel={list}>
      <SelectField
        name="tor_id"
        label={texts.form.committee}
        help={texts.form.committeeHelp}
        options={[{ value: '', label: texts.own }, ...choicesOf(committees)]}
      />
    </Form>
  </Page>
);

interface ShownFeedProps {
  readonly name: string;
  readonly address: string;
}

export const shownFeedPage = ({ name, address }: ShownFeedProps): VNode => (
  <ShownOncePage
    title={texts.shown.title}
    warning={texts.shown.lead}
    crumbs={way}
    next={list}
    of={[texts.shown.of, name]}
    secret={{ id: 'made-address', label: texts.shown.address, value: address }}
    facts={[[texts.shown.how, texts.shown.steps]]}
  />
);
