import { Icon } from './icon.tsx';
import { texts } from './texts.ts';

export type Direction = 'up' | 'down';

export interface MoveButtonsProps {
  /** Address that moves the item: it receives `direction`, after a drag also `place`. */
  readonly to: string;
  /** The name of the item. */
  readonly label: string;
  /** Whether the item has no place above, or below. */
  readonly isAtEnd: (direction: Direction) => boolean;
  /** How the item was moved a moment ago: that button has the focus again. */
  readonly moved?: Direction | undefined;
}

const other = (direction: Direction): Direction => (direction === 'up' ? 'down' : 'up');

/**
 * Buttons that move an item of an ordered list, and a handle that a mouse drags. They are inside a
 * form; the row or list item around them has the attributes of `placed` (spec interface#order).
 */
export const MoveButtons = ({ to, label, isAtEnd, moved }: MoveButtonsProps) => (
  <>
    {!(isAtEnd('up') && isAtEnd('down')) && (
      <span class="grip scripted" data-drag="" aria-hidden="true">
        <Icon name="drag" small />
      </span>
    )}
    {(['up', 'down'] as const).map((direction) => {
      const isFixed = isAtEnd(direction);
      const hasFocus =
        moved !== undefined && !isFixed && (moved === direction || isAtEnd(other(direction)));
      return (
        <button
          key={direction}
          class="btn quiet sq sm"
          type="submit"
          name="direction"
          value={direction}
          formaction={to}
          aria-label={texts.move[direction](label)}
          disabled={isFixed}
          {...(hasFocus ? { autoFocus: true } : {})}
        >
          <Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} small />
        </button>
      );
    })}
  </>
);

/** Where a row stands: its number in the whole list, and the part of the list that it stays in. */
export interface Place {
  readonly place: number;
  readonly part?: string;
}

/** Attributes of a row or list item that can be dragged. */
export const placed = ({ place, part = '' }: Place) => ({ 'data-place': place, 'data-part': part });
