import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CardsField, SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import { labelOf, statusIn } from '../workflow/index.ts';
import { PointFrame, pathOf } from './frame.tsx';
import { itemTypes, most, type Point, priorities } from './point.ts';
import { texts } from './texts.ts';

const { fields } = texts;

/** The form of a new agenda point (spec agenda#fields). */
export const newPointPage = (committee: Committee, state?: FormState): VNode => (
  <PointFrame committee={committee} title={texts.form.create}>
    <Form
      to={`/tor/${committee.id}/workflow/agenda`}
      state={state ?? freshForm({ item_type: 'decision', time_allocation_minutes: '15' })}
      submit={texts.form.submit}
      cancel={`/tor/${committee.id}`}
      draft={`agenda point of ${committee.id}`}
    >
      <Fields />
    </Form>
  </PointFrame>
);

/** The form of an agenda point. */
export const editPointPage = (committee: Committee, point: Point, state?: FormState): VNode => {
  const to = pathOf(committee.id, point.id);
  const status = labelOf(point.workflow, statusIn(point.workflow, point.properties['status']));
  return (
    <PointFrame
      committee={committee}
      point={point}
      title={texts.form.edit(point.properties['title'] ?? point.label)}
      short={texts.actions.edit}
      lead={texts.form.lead(status)}
    >
      <Form
        to={to}
        state={state ?? storedForm(point)}
        submit={texts.form.save}
        cancel={to}
        hidden={{ version: point.version }}
      >
        <Fields />
      </Form>
    </PointFrame>
  );
};

const storedForm = ({ properties }: Point): FormState =>
  freshForm({
    title: properties['title'] ?? '',
    description: properties['description'] ?? '',
    item_type: properties['item_type'] ?? 'informative',
    scheduled_date: properties['scheduled_date'] ?? '',
    time_allocation_minutes: properties['time_allocation_minutes'] ?? '15',
    presenter: properties['presenter'] ?? '',
    priority: properties['priority'] ?? 'normal',
    pre_read_url: properties['pre_read_url'] ?? '',
  });

const Fields = () => (
  <>
    <TextField name="title" label={fields.title} most={most.title} />
    <TextAreaField
      name="description"
      label={fields.description}
      help={fields.descriptionHelp}
      rows={8}
      most={most.text}
    />
    <CardsField
      name="item_type"
      label={fields.type}
      options={itemTypes.map((value) => ({
        ...{ value, label: texts.type[value], help: texts.typeHelp[value] },
      }))}
    />
    <TextField name="scheduled_date" label={fields.date} type="date" width="s" />
    <NumberField
      name="time_allocation_minutes"
      label={fields.minutes}
      unit={fields.minutesUnit}
      min={1}
      max={480}
    />
    <TextField name="presenter" label={fields.presenter} width="m" most={most.presenter} optional />
    <SelectField
      name="priority"
      label={fields.priority}
      width="s"
      options={priorities.map((value) => ({ value, label: texts.priority[value] }))}
    />
    <TextField
      name="pre_read_url"
      label={fields.preRead}
      help={fields.preReadHelp}
      type="url"
      most={most.url}
      optional
    />
  </>
);
