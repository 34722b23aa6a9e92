import type { ComponentChildren } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { useShell } from '../ui/shell-context.ts';
import type { Minutes } from './minutes.ts';
import { texts } from './texts.ts';

interface FrameProps {
  readonly committee: Committee;
  readonly minutes: Pick<Minutes, 'id' | 'label' | 'meeting'>;
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly action?: ComponentChildren;
  /** Whether it is a page below the minutes. */
  readonly isBelow?: boolean;
  readonly children: ComponentChildren;
}

/** The header and tabs of the committee around a page about minutes. */
export const MinutesFrame = (props: FrameProps) => {
  const { committee, minutes, isBelow = false, ...page } = props;
  const { opens } = useShell();
  const own = { label: minutes.label, to: `/minutes/${minutes.id}` };
  const meetings = { label: texts.crumb, to: `/tor/${committee.id}/meetings` };
  const above = { label: minutes.meeting.label, to: `${meetings.to}/${minutes.meeting.id}` };
  const standing = { isMember: committee.isMember, capabilities: committee.capabilities };
  const crumbs = [meetings, above].filter(({ to }) => opens(to, standing));
  return (
    <CommitteePage
      committee={committee}
      tab="meetings"
      crumbs={isBelow ? [...crumbs, own] : crumbs}
      {...page}
    />
  );
};
