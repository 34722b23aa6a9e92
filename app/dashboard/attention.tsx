import { dateInWords } from '../calendar/index.ts';
import { type RowEntry, Rows } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { type Notice, useShell } from '../ui/shell-context.ts';
import { Count, SeverityTag, State } from '../ui/word.tsx';
import type { Dashboard, DueAction, Waiting } from './rules.ts';
import { texts } from './texts.ts';

export interface AttentionProps extends Pick<Dashboard, 'accounts' | 'waiting'> {
  readonly unread: number;
  readonly notices: readonly Notice[];
}

/** What needs the reader's attention: warnings, work in committees, accounts. */
export const Attention = ({ unread, notices, accounts, waiting }: AttentionProps) => {
  const lonely = accounts?.withoutRole ?? 0;
  const { proposals, suggestions, actions } = waiting;
  const waits = proposals.total + suggestions.total + actions.total;
  // Unread warnings are counted up to 100.
  const isMany = unread > 99;
  const count = Math.min(unread, 99) + waits + (lonely > 0 ? 1 : 0);
  return (
    <Section
      id="attention"
      title={texts.attention}
      count={count > 0 ? <Count n={count} isLeast={isMany} /> : undefined}
    >
      {count === 0 && (
        <p class="small muted">
          <State is="done" tone="good">
            {texts.calm}
          </State>
        </p>
      )}
      {unread > 0 && (
        <Group
          title={texts.warnings}
          count={Math.min(unread, 99)}
          isLeast={isMany}
          link={texts.allWarnings}
          to="/warnings"
          of={notices.map(warningRow)}
        />
      )}
      <Work {...waiting} />
      {lonely > 0 && (
        <Group
          title={texts.accounts}
          count={1}
          link={texts.allUsers}
          to="/users"
          of={[withoutRole(lonely)]}
        />
      )}
    </Section>
  );
};

const warningRow = ({ severity, text, to }: Notice): RowEntry => ({
  key: to,
  lead: <SeverityTag of={severity ?? 'info'} />,
  text,
  to,
});

/** What waits for the user in their committees, with its true number (spec dashboard#attention). */
const Work = ({ proposals, suggestions, actions }: Waiting) => (
  <>
    {proposals.total > 0 && (
      <Group
        title={texts.proposals}
        count={proposals.total}
        link={texts.allProposals}
        to="/workflow?tab=proposals"
        of={proposals.rows.map(({ id, label, status, committee }) => ({
          key: id,
          lead: <State is="waiting">{texts.waits[status]}</State>,
          ...{ text: label, sub: committee.label, to: `/tor/${committee.id}/proposals/${id}` },
        }))}
      />
    )}
    {suggestions.total > 0 && (
      <Group
        title={texts.suggestions}
        count={suggestions.total}
        link={texts.allSuggestions}
        to="/workflow"
        of={suggestions.rows.map(({ id, label, committee }) => ({
          key: id,
          lead: <State is="waiting">{texts.waits.open}</State>,
          ...{ text: label, sub: committee.label, to: `/tor/${committee.id}/suggestions/${id}` },
        }))}
      />
    )}
    {actions.total > 0 && (
      <Group
        title={texts.actions}
        count={actions.total}
        link={texts.allActions}
        to="/action-items"
        of={actions.rows.map((action) => actionRow(action))}
      />
    )}
  </>
);

const actionRow = ({ id, label, committee, due, isOverdue }: DueAction): RowEntry => ({
  key: id,
  lead: isOverdue ? (
    <State is="warning">{texts.overdue}</State>
  ) : (
    <State is="waiting">{texts.waits.open}</State>
  ),
  text: label,
  sub: due === null ? committee.label : texts.due(committee.label, dateInWords(due, 'shortDate')),
  to: '/action-items',
});

const withoutRole = (count: number): RowEntry => ({
  key: 'without-role',
  lead: <State is="warning">{texts.attend}</State>,
  text: texts.withoutRole(count),
  sub: texts.withoutRoleMore,
  to: '/roles?tab=by-user',
});

interface GroupProps {
  readonly title: string;
  readonly count: number;
  /** Whether there are more. */
  readonly isLeast?: boolean;
  readonly link: string;
  readonly to: string;
  readonly of: readonly RowEntry[];
}

const Group = ({ title, count, isLeast = false, link, to, of }: GroupProps) => {
  const { opens } = useShell();
  return (
    <>
      <div class="sec-head">
        <h3 class="small">{title}</h3>
        <Count n={count} isLeast={isLeast} />
        {opens(to) && (
          <a class="end" href={to}>
            {link}
          </a>
        )}
      </div>
      <Rows of={of} />
    </>
  );
};
