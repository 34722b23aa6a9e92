import { QuorumMeter, type QuorumPosition, type QuorumRule, quorum } from '../quorum/index.ts';
import { Bars } from '../ui/bars.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';

const rule: QuorumRule = {
  ...{ kind: 'majority', least: 50, needsMandatory: true, countsSubstitutes: true },
  without: 'refuse',
};

const [chair, deputy, tester, operator] = samplePeople.map(({ id, name }) => ({
  ...{ userId: id, username: name, user: name, capacity: 'holder' as const },
}));

const seat = (label: string, holders: QuorumPosition['holders']): QuorumPosition => ({
  ...{ id: label, label, isMandatory: label === 'Chair', isVoting: true, weight: 1, holders },
});

const held = <Holder,>(...of: (Holder | undefined)[]): Holder[] =>
  of.filter((one) => one !== undefined);

const positions: readonly QuorumPosition[] = [
  seat('Chair', [
    ...held(chair),
    ...held(deputy).map((one) => ({ ...one, capacity: 'substitute_for' as const })),
  ]),
  seat('Test Lead', held(tester)),
  seat('Operations Lead', held(operator)),
  seat('Technical Lead', []),
];

const call = (...present: (typeof chair)[]) =>
  held(...present).map(({ username }) => ({ username, status: 'present' as const }));

const states = [
  ['met', rule, call(deputy, operator)],
  ['missing', rule, call(operator)],
  ['unknown', rule, null],
  ['not-required', { ...rule, kind: 'none', needsMandatory: false }, null],
] as const;

/** The quorum in each of its states, and amounts as bars. */
export const DecidingSamples = () => (
  <>
    {states.map(([state, given, rollCall]) => (
      <Sample key={state} title={`Quorum ${state}`}>
        <div class="w-full">
          <QuorumMeter
            id={`quorum-${state}`}
            title={`Quorum: ${state}`}
            of={quorum(given, positions, rollCall)}
            open
          />
        </div>
      </Sample>
    ))}
    <Sample title="Amounts">
      <div class="w-full">
        <Bars
          of={[
            { label: 'Change Advisory Board', amount: 12, words: '12 days', to: '/design' },
            { label: 'Budget Committee', amount: 3, words: '3 days' },
          ]}
        />
      </div>
    </Sample>
  </>
);
