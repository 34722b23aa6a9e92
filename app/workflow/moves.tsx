import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { listed } from '../ui/words.ts';
import type { Move } from './decide.ts';
import type { Workflow } from './definition.ts';
import { texts } from './texts.ts';

/** Where the form of a move goes. */
export interface MoveRequest {
  /** Address that receives it by POST. */
  readonly to: string;
  readonly fields?: Readonly<Record<string, string>>;
}

interface MovesProps {
  readonly of: readonly Move[];
  /** Who could make the moves that the reader may not make. */
  readonly could: Workflow['could'];
  readonly request: (move: Move) => MoveRequest;
  /** Name of the field of the reason. */
  readonly outcomeField?: string;
  /** Whether buttons are small, for rows. @default false */
  readonly small?: boolean;
  /** Leaves out what the reader may not do, for rows. @default false */
  readonly onlyAllowed?: boolean;
}

/**
 * The next moves of an item, the same on every page (spec workflow#moves): a button for each one
 * that its reader may make, and for the others the missing condition and who could make them.
 */
export const Moves = ({ of, could, onlyAllowed = false, ...look }: MovesProps) => {
  const refused = of.filter(({ isAllowed }) => !isAllowed);
  const [first] = of.filter(({ isAllowed, needsOutcome }) => isAllowed && !needsOutcome);
  const allowed = of.filter(({ isAllowed }) => isAllowed);
  return (
    <>
      {allowed.length > 0 && (
        <div class="btns moves">
          {allowed.map((move) => (
            <MoveForm key={move.to} move={move} isFirst={move === first} {...look} />
          ))}
        </div>
      )}
      {!onlyAllowed && refused.length > 0 && (
        <ul class="small muted" role="list">
          {refused.map((move) => (
            <li key={move.to}>{lackInWords(move, could[move.to] ?? [])}</li>
          ))}
        </ul>
      )}
    </>
  );
};

interface MoveFormProps extends Pick<MovesProps, 'request' | 'outcomeField' | 'small'> {
  readonly move: Move;
  readonly isFirst: boolean;
}

const MoveForm = ({
  move,
  isFirst,
  request,
  outcomeField = 'outcome',
  small = false,
}: MoveFormProps) => {
  const { to, fields = {} } = request(move);
  if (!move.needsOutcome)
    return (
      <PostButton
        to={to}
        fields={fields}
        kind={isFirst && !small ? 'primary' : 'default'}
        small={small}
      >
        {move.label}
      </PostButton>
    );
  return (
    <details class="menu">
      <summary class={small ? 'btn quiet sm' : 'btn danger'}>
        {texts.moves.withOutcome(move.label)}
      </summary>
      <div class="pop">
        <div class="pop-foot">
          <Form to={to} hidden={fields} id={formId(to)} guard={false} wide>
            <TextAreaField name={outcomeField} label={texts.moves.outcome} rows={3} most={2000} />
            <div class="acts">
              <Button type="submit" kind="danger" small={small}>
                {move.label}
              </Button>
            </div>
          </Form>
        </div>
      </div>
    </details>
  );
};

/** The address as an id, so that each row of a list has its own fields. */
const formId = (address: string): string => `move${address.replaceAll(/[^a-z0-9]+/gi, '-')}`;

function lackInWords(move: Move, names: readonly string[]): string {
  if (!move.isAllowed && move.lacks === 'condition')
    return texts.moves.condition(move.label, move.condition ?? '');
  return names.length === 0
    ? texts.moves.nobody(move.label)
    : texts.moves.needsHere(move.label, listed(names));
}
