import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { choicesOf, SelectField } from '../ui/choice-field.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { dayInWords } from '../ui/moments.ts';
import { Page } from '../ui/page.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx';
import { TextAreaField, TextField } from '../ui/text-field.tsx';
import { State } from '../ui/word.tsx';
import type { ActionItem, Owner } from './action-item.ts';
import { isOverdue } from './rules.ts';
import { texts } from './texts.ts';

interface ListProps {
  readonly items: readonly ActionItem[];
  readonly today: string;
}

const leadOf = ({ items, today }: ListProps): string =>
  texts.lead(
    items.filter(({ status }) => status !== 'done').length,
    items.filter((item) => isOverdue(item, today)).length,
  );

export interface CommitteeItemsProps extends ListProps {
  readonly committee: Committee;
  readonly owners: readonly Owner[];
  readonly mayRecord: boolean;
  readonly userId: string;
  readonly state?: FormState | undefined;
}

/** The action items of a committee (spec action-items#list). */
export const committeeItemsPage = (props: CommitteeItemsProps): VNode => {
  const { committee, mayRecord, owners, state } = props;
  const home = `/tor/${committee.id}/action-items`;
  return (
    <CommitteePage
      committee={committee}
      tab="action-items"
      title={texts.title}
      lead={leadOf(props)}
    >
      <Items {...props} back={home} mayMove={mayRecord} {...(mayRecord ? { edit: home } : {})} />
      {mayRecord && (
        <Section id="new-action" title={texts.form.create}>
          <Form to={home} submit={texts.form.submit} state={state ?? freshForm()}>
            <Fields owners={owners} />
          </Form>
        </Section>
      )}
    </CommitteePage>
  );
};

/** The action items of a user, for all committees (spec action-items#mine). */
export const myActionsPage = (props: ListProps): VNode => (
  <Page title={texts.mine} lead={props.items.length === 0 ? texts.mineLead : leadOf(props)}>
    <Items {...props} back="/action-items" mayMove withCommittee />
  </Page>
);

interface ItemsProps extends ListProps {
  readonly back: string;
  readonly mayMove: boolean;
  readonly withCommittee?: boolean;
  /** Address of the list, if items can be edited. */
  readonly edit?: string;
}

const Items = (props: ItemsProps) =>
  props.items.length === 0 ? (
    <EmptyState icon="check" title={texts.none}>
      {texts.noneMore}
    </EmptyState>
  ) : (
    <SimpleTable
      caption={texts.title}
      of={props.items}
      rowKey={({ id }) => id}
      columns={columnsOf(props)}
    />
  );

const columnsOf = (props: ItemsProps): readonly SimpleColumn<ActionItem>[] => [
  {
    label: texts.fields.description,
    header: true,
    cell: ({ description, source }) => (
      <>
        {description}
        {source !== null && <Source of={source} />}
      </>
    ),
  },
  ...(props.withCommittee === true
    ? [{ label: texts.fields.committee, cell: (item: ActionItem) => <CommitteeName of={item} /> }]
    : [{ label: texts.fields.owner, cell: ({ owner }: ActionItem) => owner || texts.nobody }]),
  {
    label: texts.fields.due,
    cell: ({ due }) => (due === null ? texts.noDue : <span class="nowrap">{dayInWords(due)}</span>),
  },
  { label: texts.fields.status, cell: (item) => <StateOf item={item} today={props.today} /> },
  {
    label: texts.fields.actions,
    actions: true,
    cell: (item) => (
      <span class="acts">
        {props.mayMove && <Moves item={item} back={props.back} />}
        {props.edit !== undefined && (
          <LinkButton
            to={`${props.edit}/${item.id}/edit`}
            kind="quiet"
            small
            icon="edit"
            label={`${texts.edit}: ${item.description}`}
          />
        )}
      </span>
    ),
  },
];

const CommitteeName = ({ of: { committee } }: { of: ActionItem }) => {
  const to = `/tor/${committee.id}/action-items`;
  const isOpen = useShell().opens(to, { isMember: false, capabilities: new Set() });
  return isOpen ? <a href={to}>{committee.label}</a> : <span>{committee.label}</span>;
};

const Source = ({ of: { label } }: { of: NonNullable<ActionItem['source']> }) => (
  <span class="sub">{label}</span>
);

const looks = {
  open: { is: 'waiting' },
  in_progress: { is: 'working', tone: 'going' },
  done: { is: 'done', tone: 'good' },
} as const;

const StateOf = ({ item, today }: { item: ActionItem; today: string }) =>
  isOverdue(item, today) ? (
    <State is="warning">{texts.overdue(texts.states[item.status])}</State>
  ) : (
    <State {...looks[item.status]}>{texts.states[item.status]}</State>
  );

const next = { open: ['in_progress', 'done'], in_progress: ['done'], done: ['open'] } as const;

const Moves = ({ item, back }: { item: ActionItem; back: string }) => (
  <>
    {next[item.status].map((to) => (
      <PostButton
        key={to}
        to={`/action-items/${item.id}/status`}
        fields={{ status: to, back }}
        small
        label={texts.set.label(texts.set[to], item.description)}
      >
        {texts.set[to]}
      </PostButton>
    ))}
  </>
);

const Fields = ({ owners }: { owners: readonly Owner[] }) => (
  <>
    <TextAreaField name="description" label={texts.fields.description} rows={2} most={2000} />
    <SelectField
      name="owner"
      label={texts.fields.owner}
      help={texts.form.ownerHelp}
      optional
      empty={texts.form.ownerEmpty}
      options={choicesOf(owners)}
    />
    <TextField name="due_date" label={texts.fields.due} type="date" width="s" optional />
  </>
);

interface EditProps {
  readonly committee: Committee;
  readonly item: ActionItem;
  readonly owners: readonly Owner[];
  readonly state?: FormState | undefined;
}

export const editItemPage = ({ committee, item, owners, state }: EditProps): VNode => {
  const home = `/tor/${committee.id}/action-items`;
  const { description, ownerId, due, version } = item;
  const stored = freshForm({ description, owner: ownerId ?? '', due_date: due ?? '' });
  return (
    <CommitteePage
      committee={committee}
      tab="action-items"
      title={texts.form.edit}
      crumbs={[{ label: texts.title, to: home }]}
      action={
        <LinkButton to={`${home}/${item.id}/delete`} kind="danger" icon="trash" dialog>
          {texts.deletion.confirm}
        </LinkButton>
      }
    >
      <Form
        to={`${home}/${item.id}`}
        state={state ?? stored}
        submit={texts.form.save}
        cancel={home}
        hidden={{ version }}
      >
        <Fields owners={owners} />
      </Form>
    </CommitteePage>
  );
};

export const deleteItemPage = ({
  committee,
  item,
}: Pick<EditProps, 'committee' | 'item'>): VNode => {
  const home = `/tor/${committee.id}/action-items`;
  return (
    <CommitteePage
      committee={committee}
      tab="action-items"
      title={texts.deletion.confirm}
      crumbs={[{ label: texts.title, to: home }]}
    >
      <Confirm
        title={texts.deletion.title(item.description)}
        to={`${home}/${item.id}/delete`}
        confirm={texts.deletion.confirm}
        keep={texts.deletion.keep}
        back={home}
      >
        <p>{texts.deletion.body}</p>
      </Confirm>
    </CommitteePage>
  );
};
