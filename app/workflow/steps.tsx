import { Stepper } from '../ui/stepper.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { type Definition, labelOf, type MadeMove, statusIn, type Workflow } from './definition.ts';
import { wayOf } from './present.ts';
import { texts } from './texts.ts';

/** How far an item is in its workflow, with dates and names (spec workflow#steps). */
export const Steps = ({ of, status }: { of: Workflow; status: string | undefined }) => {
  const { steps, current } = wayOf(of, status);
  return (
    <Stepper
      of={steps.map(({ label, at, by }) => ({
        label,
        ...(at === undefined
          ? {}
          : {
              note: (
                <>
                  <Time at={at} />
                  {by !== undefined && <>, {by}</>}
                </>
              ),
            }),
      }))}
      current={current}
    />
  );
};

/** Under which version of the workflow a move was made (spec workflow#history). */
export const MoveVersion = ({ of: { version } }: { readonly of: Pick<MadeMove, 'version'> }) => (
  <span class="sub">{texts.version(version)}</span>
);

interface StatusMarkProps {
  readonly definition: Definition;
  readonly status: string | undefined;
}

/**
 * The status of an item, the same on every page: statuses that end well are green, those that end
 * it for another reason are red, those under way have the accent.
 */
export const StatusMark = ({ definition, status }: StatusMarkProps) => {
  const code = statusIn(definition, status);
  const found = definition.statuses.find((one) => one.code === code);
  const label = labelOf(definition, code);
  if (code === 'rejected' || code === 'cancelled')
    return (
      <State is="ended" tone="bad">
        {label}
      </State>
    );
  if (found === undefined || found.isInitial) return <State is="waiting">{label}</State>;
  if (found.isTerminal || code === 'voted')
    return (
      <State is="done" tone="good">
        {label}
      </State>
    );
  return (
    <State is="working" tone="going">
      {label}
    </State>
  );
};
