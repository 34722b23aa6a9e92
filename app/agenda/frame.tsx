import type { ComponentChildren } from 'preact';
import type { Committee } from '../authority/index.ts';
import type { Crumb } from '../ui/menu.ts';
import { Page } from '../ui/page.tsx';
import { useShell } from '../ui/shell-context.ts';
import { texts } from './texts.ts';

interface PointFrameProps {
  readonly committee: Committee;
  readonly title: string;
  readonly short?: string;
  readonly lead?: ComponentChildren;
  readonly action?: ComponentChildren;
  /** The agenda point, for pages below its own. */
  readonly point?: { readonly id: string; readonly label: string };
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

/** A page about an agenda point: committee, agenda points and the point in the breadcrumb. */
export const PointFrame = ({ committee, point, ...page }: PointFrameProps) => {
  const { opens } = useShell();
  const list = `/tor/${committee.id}/workflow`;
  const crumbs: readonly Crumb[] = [
    { label: committee.label, to: `/tor/${committee.id}` },
    ...(opens(list, committee) ? [{ label: texts.points, to: `${list}?tab=agenda_points` }] : []),
    ...(point === undefined ? [] : [{ label: point.label, to: pathOf(committee.id, point.id) }]),
  ];
  return <Page crumbs={crumbs} {...page} />;
};

/** The page of an agenda point. */
export const pathOf = (tor: string, id: string): string => `/tor/${tor}/workflow/agenda/${id}`;
