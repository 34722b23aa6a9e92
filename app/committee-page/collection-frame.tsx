import type { FrameProps } from '../collections/index.ts';
import { CommitteePage, type CommitteeTab } from './committee-page.tsx';

/** The frame of a collection whose first parent is a committee. */
export const committeeFrame =
  (tab: CommitteeTab) =>
  ({ parents: [committee], ...page }: FrameProps) => {
    if (committee === undefined) throw new TypeError('A collection of a committee has no parent.');
    return <CommitteePage committee={committee} tab={tab} {...page} />;
  };
