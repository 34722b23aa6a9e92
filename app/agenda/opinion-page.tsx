import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CardsField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { PointFrame, pathOf } from './frame.tsx';
import { most, type Point } from './point.ts';
import { preferencesOf } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.opinionForm;

interface OpinionPageProps {
  readonly committee: Committee;
  readonly point: Point;
  /** Id of the reader. */
  readonly reader: string;
  readonly state?: FormState | undefined;
}

/** The form of the reader's opinion (spec agenda#opinions). */
export const opinionPage = ({ committee, point, reader, state }: OpinionPageProps): VNode => {
  const to = pathOf(committee.id, point.id);
  const own = point.opinions.find(({ userId }) => userId === reader);
  const { options, opinions } = point;
  return (
    <PointFrame
      committee={committee}
      point={point}
      title={words.title}
      lead={point.properties['title'] ?? point.label}
    >
      {options.length === 0 ? (
        <Note>{words.none}</Note>
      ) : (
        <Form
          to={`${to}/input`}
          state={
            state ??
            freshForm({
              preferred_coa_id: own?.optionId ?? '',
              commentary: own?.commentary ?? '',
            })
          }
          submit={own === undefined ? words.submit : words.save}
          cancel={to}
        >
          {own !== undefined && <Note>{words.earlier}</Note>}
          <CardsField
            name="preferred_coa_id"
            label={texts.fields.preferred}
            options={preferencesOf(options, opinions).map(({ option, key }) => ({
              ...{ value: option.id, label: `${key}. ${option.title}` },
            }))}
          />
          <TextAreaField
            name="commentary"
            label={texts.fields.commentary}
            rows={4}
            most={most.text}
            optional
          />
        </Form>
      )}
    </PointFrame>
  );
};
