import type { Motion } from '../motions/motion.ts';
import { MotionsSection } from '../motions/section.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';

const [ada, ben, cara] = samplePeople.map(({ id, name }) => ({ id, label: name }));

const motion = (id: string, part: Partial<Motion>): Motion => ({
  ...{ id, point: '2', kind: 'take_break', wording: '' },
  ...{ moverId: ada?.id ?? '', mover: ada?.label ?? '', movedAt: '2026-11-24T10:20:00Z' },
  ...{ seconder: null, openedAt: null, closedAt: null, result: null, hands: null },
  ...part,
});

const openedAt = '2026-11-24T10:21:00Z';
const closedAt = '2026-11-24T10:22:00Z';

const motions: readonly Motion[] = [
  motion('1', { kind: 'close_debate', openedAt, seconder: ben?.label ?? null }),
  motion('2', {
    ...{ wording: 'ten minutes', moverId: ben?.id ?? '', mover: ben?.label ?? '' },
    seconder: cara?.label ?? null,
  }),
  motion('3', { kind: 'postpone_item', moverId: cara?.id ?? '', mover: cara?.label ?? '' }),
  motion('4', {
    ...{ kind: 'secret_vote', seconder: cara?.label ?? null, openedAt, closedAt },
    ...{ result: 'carried', hands: { for: 4, against: 1, abstained: 2 } },
  }),
  motion('5', {
    ...{ kind: 'other', wording: 'Hear the auditor before the debate goes on' },
    ...{ openedAt, closedAt, result: 'rejected' },
  }),
  motion('6', { kind: 'change_order', closedAt, result: 'withdrawn' }),
  motion('7', { kind: 'close_speakers', closedAt, result: 'lapsed' }),
];

/** Motions in all states, as the chair sees them; closed: none, before the roll call. */
export const MotionSamples = ({ isClosed }: { readonly isClosed: boolean }) => (
  <Sample title={isClosed ? 'Motions before the roll call' : 'Motions, as the chair sees them'}>
    <div class="w-full">
      <MotionsSection
        of={isClosed ? [] : motions}
        to="/design/motions"
        item="2"
        seats={
          isClosed
            ? []
            : [
                {
                  ...{ position: 'Chair', isMandatory: true, isVoting: true, weight: 1 },
                  ...{ state: 'present', holder: cara?.label ?? '', holderId: cara?.id ?? '' },
                },
              ]
        }
        votes={7}
        reader={{ id: cara?.id ?? '', leads: !isClosed }}
      />
    </div>
  </Sample>
);
