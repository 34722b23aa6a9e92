import { Page } from '../ui/page.tsx';
import type { FrameProps } from './collection.ts';
import { crumbsOf, leadOf, type Place } from './place.ts';

interface Props extends Pick<FrameProps, 'title' | 'action' | 'children'> {
  readonly place: Place;
  /** Whether this is the list itself. */
  readonly isList?: boolean;
}

/** A page of a collection, in the frame that its feature declares. */
export const Frame = ({ place, title, action, isList = false, children }: Props) => {
  const { collection, parents } = place;
  const crumbs = crumbsOf(place, isList);
  const Own = collection.frame;
  // The frame of the first parent names it already.
  const lead = Own === undefined || parents.length > 1 ? leadOf(place) : undefined;
  const more = { ...(lead === undefined ? {} : { lead }), action };
  return Own === undefined ? (
    <Page title={title} crumbs={crumbs} {...more}>
      {children}
    </Page>
  ) : (
    <Own parents={parents} title={title} crumbs={crumbs} {...more}>
      {children}
    </Own>
  );
};
