import type { VNode } from 'preact';
import { ChoiceField, CommitteeField } from '../question-fields.tsx';
import type { Scene } from './scene.ts';
import { texts } from './texts.ts';

/** A committee, and one of its positions once it is chosen. */
export const vacancyFields = (
  { offered, committee, places }: Scene,
  position: string | undefined,
): VNode => (
  <>
    <CommitteeField of={offered} value={committee?.id} />
    {places.length > 0 && (
      <ChoiceField
        name="position"
        label={texts.fields.position}
        all={texts.fields.all}
        of={places}
        value={position}
      />
    )}
  </>
);
