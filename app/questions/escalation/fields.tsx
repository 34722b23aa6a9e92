import type { VNode } from 'preact';
import { shortened } from '../item-link.tsx';
import { ChoiceField, CommitteeField } from '../question-fields.tsx';
import type { Origin } from './origin.ts';
import { texts } from './texts.ts';

/** A committee, and one of its items once it is chosen. */
export const escalationFields = (
  { offered, committee, items }: Origin,
  item: string | undefined,
): VNode => (
  <>
    <CommitteeField of={offered} value={committee?.id} hasFocus={committee === null} />
    {items.length > 0 && (
      <ChoiceField
        name="item"
        label={texts.fields.item}
        all={texts.fields.none}
        of={items.map(({ id, label }) => ({ id, label: shortened(label) }))}
        value={item}
      />
    )}
  </>
);
