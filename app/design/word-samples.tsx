import { Person } from '../ui/person.tsx';
import { Time } from '../ui/time.tsx';
import {
  Code,
  Count,
  type Progress,
  SeverityTag,
  State,
  type StateProps,
  Tags,
} from '../ui/word.tsx';
import { Sample } from './sample.tsx';
import { sampleNow } from './sample-shell.ts';

type Word = readonly [
  word: string,
  is: Progress | 'warning',
  tone?: NonNullable<StateProps['tone']>,
];

const words: Readonly<Record<string, readonly Word[]>> = {
  Items: [
    ['Draft', 'planned'],
    ['Submitted', 'waiting', 'going'],
    ['Under review', 'working', 'going'],
    ['Approved', 'done', 'good'],
    ['Rejected', 'ended', 'bad'],
  ],
  Meetings: [
    ['Projected', 'planned'],
    ['Confirmed', 'waiting', 'going'],
    ['In progress', 'working', 'going'],
    ['Completed', 'done', 'good'],
    ['Cancelled', 'ended', 'bad'],
  ],
  Things: [
    ['Active', 'done', 'good'],
    ['Archived', 'ended'],
    ['Vacant', 'warning'],
  ],
};

export const WordSamples = () => (
  <>
    {Object.entries(words).map(([title, states]) => (
      <Sample key={title} title={title}>
        {states.map(([word, is, tone]) => (
          <State key={word} is={is} {...(tone === undefined ? {} : { tone })}>
            {word}
          </State>
        ))}
      </Sample>
    ))}
    <Sample title="Severity">
      {(['critical', 'high', 'medium', 'low', 'info'] as const).map((severity) => (
        <SeverityTag key={severity} of={severity} />
      ))}
    </Sample>
    <Sample title="Tag, count, code, key">
      <Tags of={['Administrator', 'Staging']} none="No role" />
      <Count n={12} />
      <Code>users.list</Code>
      <kbd>Esc</kbd>
    </Sample>
    <Sample title="People">
      <Person name="Ingrid Solheim" />
      <Person name="Amara Okafor" also="aokafor" to="/design/question" />
    </Sample>
    <Sample title="Moments">
      <Time at={sampleNow} style="relative" />
      <Time at={new Date('2026-11-23T08:00:00Z')} style="moment" />
      <Time at={new Date('2026-11-19T08:00:00Z')} />
    </Sample>
    <Sample title="Over time">
      <span class="over">19 min, 4 over</span>
    </Sample>
  </>
);
