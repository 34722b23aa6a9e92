import type { ComponentChildren } from 'preact';
import type { IconName } from '../ui/icons.ts';
import { DescriptionList, Timeline, type TimelineEntry } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { labelOf, MoveVersion } from '../workflow/index.ts';
import type { OriginStep, Point } from './point.ts';
import { texts } from './texts.ts';

const words = texts.details;

/** Facts of an agenda point beside its text. */
export const Details = ({ of: { properties, creator, createdAt } }: { readonly of: Point }) => {
  const minutes = Number(properties['time_allocation_minutes'] ?? 0);
  const { presenter, priority, pre_read_url: preRead, scheduled_date: date } = properties;
  const created = momentOf(properties['created_date']) ?? createdAt;
  return (
    <Section id="details" title={words.title}>
      <DescriptionList
        of={[
          [words.presenter, presenter],
          [words.priority, <PriorityMark key="priority" of={priority} />],
          [words.date, date === undefined ? '' : dayInWords(date)],
          [words.time, minutes > 0 ? words.planned(minutes) : ''],
          [
            words.preRead,
            preRead === undefined ? (
              ''
            ) : (
              <a key="pre-read" href={preRead} rel="noreferrer">
                {hostOf(preRead)}
              </a>
            ),
          ],
          [
            words.created,
            <span key="created">
              {creator !== null && `${creator}, `}
              <Time at={created} />
            </span>,
          ],
          [words.outcome, properties['outcome_summary']],
        ].map(([term, value]) => [term as string, value] as const)}
      />
    </Section>
  );
};

const momentOf = (stored: string | undefined): Date | undefined => {
  const at = new Date(stored === undefined ? Number.NaN : `${stored.replace(/Z$/, '')}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
};

const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host : address;

const PriorityMark = ({ of }: { readonly of: string | undefined }) =>
  of === 'high' || of === 'urgent' ? (
    <State is="warning" icon="arrow-up">
      {texts.priority[of]}
    </State>
  ) : (
    <span>{texts.priority.normal}</span>
  );

/** The way from a suggestion to the meeting, and what happened since (spec agenda#origin). */
export const Origin = ({ of }: { readonly of: Point }) => {
  const { origin, workflow, creator, createdAt, properties, meeting } = of;
  const moves = workflow.moves.map(
    ({ to, at, by, version }, place): TimelineEntry => ({
      key: `move ${place}`,
      icon: place === workflow.moves.length - 1 && to === 'in_progress' ? 'working' : 'done',
      text: <strong>{labelOf(workflow, to)}</strong>,
      note: (
        <>
          <Note by={by} at={new Date(at)} />
          <MoveVersion of={{ version }} />
        </>
      ),
    }),
  );
  return (
    <Section id="origin" title={texts.origin.title}>
      <Timeline
        of={[
          ...origin.map((step) => entryOf(step)),
          {
            ...{ key: 'created', icon: 'done' as IconName },
            text: <strong>{texts.origin.created}</strong>,
            note: (
              <>
                <Note by={creator} at={momentOf(properties['created_date']) ?? createdAt} />
                {meeting !== null && (
                  <span class="sub">
                    {texts.origin.meeting(
                      meeting.number,
                      dayInWords(meeting.date ?? '') || meeting.label,
                    )}
                  </span>
                )}
              </>
            ),
          },
          ...moves,
        ]}
      />
    </Section>
  );
};

const entryOf = ({ kind, at, by, title }: OriginStep): TimelineEntry => ({
  ...{ key: kind, icon: 'done' as const },
  text: <strong>{texts.origin[kind]}</strong>,
  note: (
    <>
      <Note by={by} at={at === null ? undefined : new Date(at)} />
      {title !== undefined && <span class="sub">{texts.origin.quote(title)}</span>}
    </>
  ),
});

const Note = ({
  by,
  at,
}: {
  readonly by: string | null;
  readonly at: Date | undefined;
}): ComponentChildren => (
  <>
    {by}
    {by !== null && at !== undefined && ', '}
    {at !== undefined && <Time at={at} />}
  </>
);
