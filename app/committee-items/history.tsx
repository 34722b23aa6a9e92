import type { ComponentChildren } from 'preact';
import { Timeline } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Time } from '../ui/time.tsx';
import { labelOf, MoveVersion, type Workflow } from '../workflow/index.ts';
import { texts } from './texts.ts';

interface ItemHistoryProps {
  readonly type: string;
  readonly id: string;
  readonly of: Workflow;
  /** How the item began. */
  readonly began: { readonly text: ComponentChildren; readonly at: Date };
}

/** The history of an item: its beginning, and each move with its reason (spec workflow#history). */
export const ItemHistory = ({ type, id, of, began }: ItemHistoryProps) => {
  const { opens } = useShell();
  const log = `/audit?target_type=${type}&target_id=${id}`;
  return (
    <Section
      id="history"
      title={texts.history}
      end={opens(log) ? <a href={log}>{texts.log}</a> : undefined}
    >
      <Timeline
        of={[
          { key: 'began', text: began.text, note: <Time at={began.at} style="moment" /> },
          ...of.moves.map(({ from, to, at, by, outcome, version }, place) => ({
            key: place,
            text: (
              <>
                {texts.moved(by, labelOf(of, from), labelOf(of, to))}
                {outcome !== null && <span class="sub">{texts.reason(outcome)}</span>}
              </>
            ),
            note: (
              <>
                <Time at={new Date(at)} style="moment" />
                <MoveVersion of={{ version }} />
              </>
            ),
          })),
        ]}
      />
    </Section>
  );
};
