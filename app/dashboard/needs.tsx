import { dateInWords } from '../calendar/index.ts';
import { shortened } from '../ontology/labels.ts';
import { type RowEntry, Rows } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Section } from '../ui/section.tsx';
import { type Notice, useShell } from '../ui/shell-context.ts';
import { Count, SeverityTag, State } from '../ui/word.tsx';
import type { Need, NeedGroup } from './attention.ts';
import type { Dashboard } from './rules.ts';
import { texts } from './texts.ts';

interface AttentionProps extends Pick<Dashboard, 'accounts' | 'committees'> {
  /** `undefined`: they could not be read. */
  readonly needs: readonly NeedGroup[] | undefined;
  /** Whether everything else could not be read. */
  readonly isPartial: boolean;
  readonly unread: number;
  readonly notices: readonly Notice[];
}

/** Items that need the reader's attention: warnings, work in committees, accounts. */
export const Attention = ({
  unread,
  notices,
  accounts,
  committees,
  isPartial,
  needs: found,
}: AttentionProps) => {
  const { opens } = useShell();
  const needs = found ?? [];
  const isCalm = found !== undefined && !isPartial;
  const lonely = accounts?.withoutRole ?? 0;
  const waits = needs.reduce((sum, { total }) => sum + total, 0);
  // Unread warnings are counted up to 100.
  const isMany = unread > 99;
  const isLeast = isMany || needs.some((group) => group.isLeast);
  const count = Math.min(unread, 99) + waits + (lonely > 0 ? 1 : 0);
  return (
    <Section
      id="attention"
      title={texts.attention}
      count={count > 0 ? <Count n={count} isLeast={isLeast} /> : undefined}
      end={waits > 0 && opens('/my-work') ? <a href="/my-work">{texts.myWork}</a> : undefined}
    >
      {found === undefined && <Unread>{texts.unreadTasks}</Unread>}
      {count === 0 && isCalm && (
        <p class="small muted">
          <State is="done" tone="good">
            {texts.calm}
          </State>
        </p>
      )}
      {count === 0 && isCalm && committees.length === 0 && <NoPosition />}
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
      {needs.map((group) => (
        <Needs key={group.kind} {...group} />
      ))}
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

/** A part of the page that could not be read: not the same as nothing to do. */
export const Unread = ({ children }: { children: string }) => (
  <Note tone="error">
    {children} <a href="/dashboard">{texts.again}</a>
  </Note>
);

/** The next steps of a user without a position. */
const NoPosition = () => {
  const { opens } = useShell();
  return (
    <p class="small muted">
      {texts.noPosition} {opens('/tor') && <a href="/tor">{texts.allCommittees}</a>}
    </p>
  );
};

const warningRow = ({ severity, text, to }: Notice): RowEntry => ({
  key: to,
  lead: <SeverityTag of={severity ?? 'info'} />,
  text,
  to,
});

/** The tasks of one kind that wait for the user (spec dashboard#attention). */
const Needs = ({ kind, total, isLeast, rows }: NeedGroup) => (
  <Group
    title={texts.kinds[kind]}
    count={total}
    isLeast={isLeast}
    link={total > rows.length || isLeast ? texts.all[kind] : undefined}
    to={`/my-work?kind=${kind}`}
    of={rows.map(needRow)}
  />
);

const needRow = ({ id, label, committee, deed, due, to }: Need): RowEntry => ({
  key: id,
  lead: <State is={deed === 'overdue' ? 'warning' : 'waiting'}>{texts.deeds[deed]}</State>,
  text: shortened(label, 100),
  sub: due === undefined ? committee : texts.due(committee, dateInWords(due, 'shortDate')),
  to,
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
  /** Text of the link to all; absent if all are shown. */
  readonly link: string | undefined;
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
        {link !== undefined && opens(to) && (
          <a class="end" href={to}>
            {link}
          </a>
        )}
      </div>
      <Rows of={of} />
    </>
  );
};
