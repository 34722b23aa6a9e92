import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import type { Option } from '../options/index.ts';
import { Confirm } from '../ui/dialog.tsx';
import { PointFrame, pathOf } from './frame.tsx';
import type { Point } from './point.ts';
import { texts } from './texts.ts';

/** Asks before an agenda point is deleted with what belongs to it. */
export const deletePointPage = (committee: Committee, point: Point): VNode => {
  const to = pathOf(committee.id, point.id);
  const { deletion } = texts;
  const title = deletion.title(point.properties['title'] ?? point.label);
  return (
    <PointFrame committee={committee} point={point} title={title} short={deletion.confirm} bare>
      <Confirm
        title={title}
        to={`${to}/delete`}
        confirm={deletion.confirm}
        keep={deletion.keep}
        back={to}
      >
        <p>{deletion.body(point.options.length, point.opinions.length)}</p>
      </Confirm>
    </PointFrame>
  );
};

/** Asks before a course of action is deleted with its sections. */
export const deleteOptionPage = (committee: Committee, point: Point, option: Option): VNode => {
  const to = pathOf(committee.id, point.id);
  const words = texts.optionForm;
  const title = words.removeQuestion(option.title);
  return (
    <PointFrame committee={committee} point={point} title={title} short={words.remove} bare>
      <Confirm
        title={title}
        to={`${to}/coa/${option.id}/delete`}
        confirm={words.remove}
        keep={words.keep}
        back={`${to}/coa/${option.id}/edit`}
      >
        <p>{words.removeBody}</p>
      </Confirm>
    </PointFrame>
  );
};
