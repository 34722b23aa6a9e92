import type { Committee } from '../../authority/index.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Form } from '../../ui/form.tsx';
import { Note } from '../../ui/note.tsx';
import { Section } from '../../ui/section.tsx';
import { isOpen, type Meeting } from '../meeting.ts';
import { texts } from '../texts.ts';
import type { AgendaPlan } from './rules.ts';
import { AgendaTable } from './table.tsx';
import { AddEntry, AddPoints } from './waiting.tsx';

const words = texts.agenda;

/** The entry that was moved a moment ago, and by which button: that keeps the focus. */
export interface Focus {
  readonly moved?: string | undefined;
  readonly by?: 'up' | 'down' | undefined;
}

interface AgendaSectionProps {
  readonly committee: Committee;
  readonly meeting: Meeting;
  readonly plan: AgendaPlan;
  readonly mayChange: boolean;
  readonly focus: Focus;
}

/** The agenda of a meeting: its entries with their times, and what may come onto it. */
export const AgendaSection = ({
  committee,
  meeting,
  plan,
  mayChange,
  focus,
}: AgendaSectionProps) => {
  const address = `/tor/${committee.id}/meetings/${meeting.id}/agenda`;
  const canChange = mayChange && isOpen(meeting.status);
  const { entries, points, minutes, excess, ends } = plan;
  const table = (
    <AgendaTable {...{ committee, meeting, plan, focus, address }} canChange={canChange} />
  );
  return (
    <Section
      id="agenda"
      title={words.title}
      count={entries.length > 0 ? words.sum(points, minutes) : undefined}
      end={
        excess > 0 ? (
          <span class="over">{words.excess(excess)}</span>
        ) : entries.length > 0 ? (
          <span class="muted">{words.ends(ends)}</span>
        ) : undefined
      }
    >
      {entries.length === 0 ? (
        <EmptyState icon="audit" title={words.empty}>
          {canChange && words.emptyAdvice}
        </EmptyState>
      ) : canChange ? (
        <Form
          wide
          id="order"
          to={`${address}/${entries[0]?.id}/move`}
          label={words.order}
          guard={false}
        >
          {table}
        </Form>
      ) : (
        table
      )}
      {canChange && <Adding address={address} meeting={meeting} />}
    </Section>
  );
};

const Adding = ({ address, meeting }: { address: string; meeting: Meeting }) => {
  const { waiting } = meeting;
  const open = waiting.filter(({ isCarried }) => isCarried).length;
  return (
    <>
      {open > 0 && (
        <Note>
          <Form wide id="carry" to={`${address}/carry`} guard={false}>
            <Button type="submit" small>
              {words.waiting.carry(open)}
            </Button>
          </Form>
        </Note>
      )}
      <AddPoints address={address} waiting={waiting} />
      <AddEntry address={address} />
    </>
  );
};
