import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { moment } from '../ontology/property.ts';
import { LinkButton } from '../ui/button.tsx';
import { Check, RadiosField } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, several } from '../ui/form-state.ts';
import { Person } from '../ui/person.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { NumberField, TextField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { StatusMark } from '../workflow/index.ts';
import { listOf } from './pages.tsx';
import { mostMinutes, type Queue, type QueuedProposal } from './proposal.ts';
import { texts } from './texts.ts';

const words = texts.queue;

/** Id of the form that schedules the selected rows of the table. */
const form = 'schedule';

interface QueuePageProps {
  readonly committee: Committee;
  readonly queue: Queue;
  /** Whether the reader may schedule. */
  readonly schedules: boolean;
  /** Whether the reader may take proposals off the queue. */
  readonly removes: boolean;
  readonly state?: FormState | undefined;
}

/** Approved proposals that wait for an agenda, and the form that schedules them. */
export const queuePage = (props: QueuePageProps): VNode => {
  const { committee, queue, schedules } = props;
  return (
    <CommitteePage
      committee={committee}
      tab="workflow"
      title={words.title}
      lead={words.lead(queue.total)}
      crumbs={[{ label: texts.title, to: listOf(committee) }]}
    >
      {queue.rows.length === 0 ? (
        <EmptyState
          icon="workflow"
          title={words.none}
          action={<LinkButton to={listOf(committee)}>{texts.title}</LinkButton>}
        >
          {words.noneAdvice}
        </EmptyState>
      ) : (
        <>
          <QueueTable {...props} />
          {schedules && <ScheduleForm {...props} />}
        </>
      )}
    </CommitteePage>
  );
};

const QueueTable = ({ committee, queue, schedules, removes, state }: QueuePageProps) => {
  const { rows, definition } = queue;
  const chosen = new Set(several(state?.values['proposal_ids']));
  const to = (id: string): string => `/tor/${committee.id}/proposals/${id}`;
  const choice = ({ id, title }: QueuedProposal) => (
    <input
      class="tick"
      type="checkbox"
      name="proposal_ids"
      value={id}
      form={form}
      checked={chosen.has(id)}
      aria-label={words.chooseOne(title)}
    />
  );
  return (
    <div data-check-group="">
      {schedules && (
        <div class="scripted">
          <Check name="" label={words.chooseAll} />
        </div>
      )}
      <SimpleTable
        caption={words.caption}
        of={rows}
        rowKey={({ id }) => id}
        columns={[
          ...(schedules ? [{ label: words.choose, cell: choice }] : []),
          {
            label: texts.one,
            header: true,
            cell: ({ id, title }) => (
              <a class="plain" href={to(id)}>
                {title}
              </a>
            ),
          },
          {
            label: texts.detail.author,
            cell: ({ author }) => <Person name={author ?? texts.detail.unknownUser} />,
          },
          { label: texts.detail.date, cell: ({ at }) => <Submitted at={at} /> },
          {
            label: texts.detail.status,
            cell: ({ status }) => <StatusMark definition={definition} status={status} />,
          },
          ...(removes
            ? [
                {
                  label: words.remove,
                  actions: true,
                  cell: ({ id, title }: QueuedProposal) => (
                    <PostButton
                      to={`${to(id)}/unqueue`}
                      kind="quiet"
                      small
                      label={words.removeOne(title)}
                    >
                      {words.unqueue}
                    </PostButton>
                  ),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
};

const dates = moment();

const Submitted = ({ at }: Pick<QueuedProposal, 'at'>) => {
  const parsed = dates.parse(at) ?? undefined;
  return parsed === undefined ? at : <Time at={parsed} />;
};

const ScheduleForm = ({ committee, queue, state }: QueuePageProps) => (
  <Section id="schedule-title" title={words.form}>
    <Form
      id={form}
      to={`/tor/${committee.id}/workflow/queue/schedule`}
      state={
        state ??
        freshForm({
          ...{ scheduled_date: queue.today, time_allocation_minutes: '15' },
          item_type: 'decision',
        })
      }
      submit={words.schedule}
      guard={false}
    >
      <TextField
        name="scheduled_date"
        label={words.date}
        help={words.dateHelp}
        type="date"
        width="s"
      />
      <NumberField
        name="time_allocation_minutes"
        label={words.minutes}
        unit={words.unit}
        min={1}
        max={mostMinutes}
      />
      <RadiosField
        name="item_type"
        label={words.type}
        options={(['informative', 'decision'] as const).map((value) => ({
          value,
          label: words.types[value],
        }))}
      />
    </Form>
  </Section>
);
