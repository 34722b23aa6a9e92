import { Accordion } from '../ui/accordion.tsx';
import { Timeline } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { Count } from '../ui/word.tsx';
import type { Opinion } from './point.ts';
import type { Preference } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.opinions;

interface OpinionsSectionProps {
  readonly preferences: readonly Preference[];
  readonly opinions: readonly Opinion[];
}

/** Opinions by what they prefer, newest first (spec agenda#opinions). */
export const OpinionsSection = ({ preferences, opinions }: OpinionsSectionProps) => {
  const preferred = new Set(preferences.map(({ option }) => option.id));
  const groups = [
    ...preferences.map(({ key, opinions: own }) => ({ title: words.prefer(key), own })),
    {
      title: words.open,
      own: opinions.filter(({ optionId }) => optionId === null || !preferred.has(optionId)),
    },
  ].filter(({ own }) => own.length > 0);
  return (
    <Section id="opinions" title={words.title}>
      {groups.length === 0 ? (
        <p class="small muted">{words.none}</p>
      ) : (
        <Accordion
          of={groups.map(({ title, own }) => ({
            title: (
              <>
                {title} <Count n={own.length} />
              </>
            ),
            open: true,
            children: <Opinions of={own} />,
          }))}
        />
      )}
    </Section>
  );
};

const Opinions = ({ of }: { readonly of: readonly Opinion[] }) => (
  <Timeline
    of={of.map(({ id, user, at, commentary }) => ({
      key: id,
      text: (
        <>
          <strong>{user ?? words.unknown}</strong>{' '}
          <span class="muted">
            <Time at={new Date(at)} />
          </span>
        </>
      ),
      note:
        commentary === '' ? (
          <span class="muted">{words.noComment}</span>
        ) : (
          <span class="said">{commentary}</span>
        ),
    }))}
  />
);
