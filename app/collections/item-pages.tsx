import type { VNode } from 'preact';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { CheckField, SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { ConfirmPage } from '../ui/question-page.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import type { Field, Fields } from './fields.ts';
import { Frame } from './frame.tsx';
import { crumbsOf, type Place } from './place.ts';
import { texts } from './texts.ts';

/** The form of an item, or of a new one. */
export const formPage = (
  place: Place,
  item: EntitySnapshot | undefined,
  sent?: FormState,
): VNode => {
  const { collection, list, home } = place;
  const { fields, texts: own } = collection;
  const stored = item && freshForm({ ...item.properties, label: item.label });
  const state = sent ?? stored ?? freshForm(standards(fields));
  return (
    <Frame place={place} title={item?.label ?? texts.add(own.one)}>
      <Form
        to={item === undefined ? list : `${list}/${item.id}`}
        state={state}
        submit={item === undefined ? texts.create(own.one) : texts.save(own.one)}
        cancel={home}
        hidden={item === undefined ? {} : { version: item.version }}
      >
        {Object.entries(fields).map(([name, field]) => (
          <Control key={name} name={name} field={field} />
        ))}
      </Form>
    </Frame>
  );
};

const standards = (fields: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { standard }]) =>
      standard === undefined ? [] : [[name, standard]],
    ),
  );

const Control = ({ name, field }: { name: string; field: Field }) => {
  const { label, help, optional = false } = field;
  const common = { name, label, optional, ...(help === undefined ? {} : { help }) };
  switch (field.kind) {
    case 'line':
      return <TextField {...common} width="m" most={field.most} />;
    case 'area':
      return <TextAreaField {...common} most={field.most} />;
    case 'number':
      return <NumberField {...common} min={field.min} max={field.max} />;
    case 'choice':
      return <SelectField {...common} width="m" options={field.options} />;
    case 'flag':
      return <CheckField {...common} />;
  }
};

export const deletePage = (place: Place, { id, label }: EntitySnapshot): VNode => {
  const { collection, list, home } = place;
  const { one, deletion } = collection.texts;
  return (
    <ConfirmPage
      title={texts.deletion.title(one, label)}
      crumbs={crumbsOf(place)}
      short={label}
      to={`${list}/${id}/delete`}
      confirm={texts.deletion.confirm(one)}
      keep={texts.deletion.keep(one)}
      back={home}
    >
      <p>{deletion}</p>
    </ConfirmPage>
  );
};
