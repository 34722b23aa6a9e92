import { type Item, ItemTable } from '../collections/index.ts';
import { Section } from '../ui/section.tsx';
import { protocolSteps } from './collections.ts';
import { minutesOf } from './rules.ts';
import { texts } from './texts.ts';

interface ProtocolSectionProps {
  /** Id of the committee. */
  readonly committee: string;
  readonly steps: readonly Item[];
  readonly mayChange: boolean;
}

/** The protocol of a committee as a part of its overview. */
export const ProtocolSection = ({ committee, steps, mayChange }: ProtocolSectionProps) => {
  const list = `/tor/${committee}/protocol`;
  return (
    <Section
      id="protocol"
      title={texts.title}
      count={texts.sum(steps.length, minutesOf(steps))}
      end={mayChange ? <a href={`${list}/new`}>{texts.add}</a> : undefined}
    >
      {steps.length === 0 ? (
        <p class="muted">{texts.empty}</p>
      ) : (
        <ItemTable collection={protocolSteps} list={list} items={steps} mayChange={mayChange} />
      )}
    </Section>
  );
};
