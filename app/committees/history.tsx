import type { VNode } from 'preact';
import { EntryDetail, type HistoryEntry, historyLine } from '../audit/index.ts';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Time } from '../ui/time.tsx';
import { texts } from './texts.ts';

const words = texts.history;

interface HistoryProps {
  readonly committee: Committee;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Whether the reader may see the audit log. */
  readonly seesLog: boolean;
}

/** Who changed what about a committee, field by field (spec committees#history). */
export const historyPage = ({ committee, entries, seesLog }: HistoryProps): VNode => (
  <CommitteePage
    committee={committee}
    tab="history"
    title={words.title}
    lead={words.lead}
    action={
      seesLog && (
        <LinkButton to={`/audit?target_type=tor&target_id=${committee.id}`} icon="audit">
          {words.log}
        </LinkButton>
      )
    }
  >
    {entries.length === 0 ? (
      <EmptyState icon="audit" title={words.none}>
        {words.noneMore}
      </EmptyState>
    ) : (
      entries.map((entry) => (
        <Fold
          key={entry.seq}
          title={words.line(historyLine(entry), partsOf(entry))}
          end={<Time at={entry.at} style="moment" />}
        >
          <EntryDetail {...entry} withOrigin={seesLog} />
        </Fold>
      ))
    )}
  </CommitteePage>
);

/** The subjects of an entry: a position and its user, a step, the other committee. */
function partsOf({ details, before, after, targetLabel }: HistoryEntry): readonly string[] {
  const named = [details?.['position'], details?.['user']];
  const other = after?.['other'] ?? before?.['other'] ?? after?.['label'] ?? before?.['label'];
  return (named.some((name) => name !== undefined) ? named : [other]).filter(
    (name): name is string => typeof name === 'string' && name !== '' && name !== targetLabel,
  );
}
