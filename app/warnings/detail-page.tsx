import { LinkButton } from '../ui/button.tsx';
import { ComboboxField } from '../ui/choice-field.tsx';
import { Form, HiddenFields } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { DescriptionList, Lines, Timeline } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Time } from '../ui/time.tsx';
import { Code, SeverityTag, State } from '../ui/word.tsx';
import { detailsOf } from './present.ts';
import { ReceiptState } from './receipt-state.tsx';
import { texts } from './texts.ts';
import type { ReceiptEvent, RecipientLine, WarningDetail } from './warning.ts';

interface WarningProps {
  readonly warning: WarningDetail;
  readonly mayResolve: boolean;
  /** Whether the reader sees who else received it. */
  readonly seesAll: boolean;
  readonly state: FormState;
}

const words = texts.detail;

/** One warning (spec warnings#detail). */
export const warningPage = (props: WarningProps) => {
  const { warning } = props;
  const { message, severity, receipt } = warning;
  return (
    <Page
      title={message}
      short={words.short}
      lead={<SeverityTag of={severity} />}
      action={<Actions {...props} />}
    >
      <Split label={words.timeline} aside={<Aside {...warning} />}>
        <Facts {...warning} />
        {warning.status === 'active' && <Forward {...props} />}
        {props.seesAll && <Recipients of={warning.recipients} />}
      </Split>
      {receipt?.status === 'unread' && <ReadOnView id={warning.id} />}
    </Page>
  );
};

/** A script sends it when the page is shown; a prefetched page is not read. */
const ReadOnView = ({ id }: { id: string }) => (
  <form method="post" action={`/warnings/${id}/read`} data-read-on-view="" hidden>
    <HiddenFields />
  </form>
);

const Actions = ({ warning: { id, receipt, status }, mayResolve }: WarningProps) => (
  <>
    {receipt?.status === 'unread' && (
      <PostButton
        to={`/warnings/${id}/read`}
        fields={{ back: `/warnings/${id}` }}
        class="no-script"
      >
        {texts.read}
      </PostButton>
    )}
    {receipt !== null && receipt.status !== 'deleted' && receipt.status !== 'resolved' && (
      <PostButton to={`/warnings/${id}/delete`}>{words.dismiss}</PostButton>
    )}
    {receipt?.status === 'deleted' && (
      <PostButton to={`/warnings/${id}/restore`} fields={{ back: `/warnings/${id}` }}>
        {words.restore}
      </PostButton>
    )}
    {mayResolve && status === 'active' && (
      <PostButton to={`/warnings/${id}/resolve`}>{words.resolve}</PostButton>
    )}
  </>
);

const Facts = (warning: WarningDetail) => {
  const { opens } = useShell();
  const { facts, path, text } = detailsOf(warning);
  return (
    <Section id="facts" title={words.facts} quiet>
      <DescriptionList
        of={[
          [
            words.status,
            <State
              key="status"
              {...(warning.status === 'active'
                ? { is: 'warning' as const }
                : { is: 'done' as const, tone: 'good' as const })}
            >
              {texts.statuses[warning.status]}
            </State>,
          ],
          [words.category, texts.categories[warning.category] ?? warning.category],
          [words.raised, <Time key="raised" at={warning.createdAt} style="moment" />],
          [
            words.updated,
            warning.updatedAt > warning.createdAt ? (
              <Time key="updated" at={warning.updatedAt} style="moment" />
            ) : null,
          ],
          [words.causedBy, warning.causedBy],
          [words.source, warning.source === '' ? null : <Code muted>{warning.source}</Code>],
          ...facts.map(
            ({ term, values }) =>
              [term, values.length === 1 ? values[0] : <Lines key={term} of={values} />] as const,
          ),
          [words.details, text],
        ]}
      />
      {path !== undefined && opens(path) && (
        <p class="gap-t">
          <LinkButton to={path} icon="external">
            {words.open}
          </LinkButton>
        </p>
      )}
    </Section>
  );
};

const Forward = ({ warning: { id, candidates }, state }: WarningProps) => (
  <Section id="forward-warning" title={words.forward}>
    <Form to={`/warnings/${id}/forward`} state={state} submit={words.forwardSubmit}>
      <ComboboxField
        name="target_user_id"
        label={words.forwardTo}
        help={words.forwardHelp}
        options={candidates}
        source={`/warnings/${id}/candidates`}
      />
    </Form>
  </Section>
);

const Recipients = ({ of }: { of: readonly RecipientLine[] }) => (
  <Section id="recipients" title={words.recipients} count={of.length}>
    <SimpleTable
      caption={words.recipients}
      of={of}
      rowKey={({ id }) => id}
      columns={[
        { label: words.recipient, header: true, cell: ({ name }) => name },
        { label: words.status, cell: ({ status }) => <ReceiptState of={status} /> },
        {
          label: words.since,
          cell: ({ at }) =>
            at === null ? null : <Time at={new Date(`${at}Z`)} style="relative" />,
        },
      ]}
    />
  </Section>
);

const Aside = ({ receipt, timeline }: WarningDetail) => (
  <Section id="history" title={words.timeline}>
    {receipt === null ? (
      <p class="small muted">{words.notMine}</p>
    ) : (
      <Timeline of={timeline.map(entryOf)} />
    )}
  </Section>
);

const entryOf = ({ id, action, at, by, note }: ReceiptEvent) => ({
  key: id,
  text: note ?? texts.events[action] ?? action,
  note: (
    <>
      {by ?? texts.system} · <Time at={new Date(at)} style="moment" />
    </>
  ),
});
