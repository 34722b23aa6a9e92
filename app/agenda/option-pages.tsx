import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import type { Option, OptionSection } from '../options/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { CardsField, SelectField } from '../ui/choice-field.tsx';
import { FieldGroup } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, several } from '../ui/form-state.ts';
import { Section } from '../ui/section.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import { PointFrame, pathOf } from './frame.tsx';
import { most, type Point } from './point.ts';
import { texts } from './texts.ts';

const { fields } = texts;
const words = texts.optionForm;

interface OptionPageProps {
  readonly committee: Committee;
  readonly point: Point;
  readonly state?: FormState | undefined;
}

/** How many sections the form of a new course of action offers. */
const offered = 3;

/** The form of a new course of action (spec agenda#options). */
export const newOptionPage = ({ committee, point, state }: OptionPageProps): VNode => {
  const to = pathOf(committee.id, point.id);
  const shown = state ?? freshForm({ coa_type: 'simple' });
  return (
    <PointFrame committee={committee} point={point} title={words.create}>
      <Form to={`${to}/coa`} state={shown} submit={words.submit} cancel={to}>
        <Fields />
        <CardsField
          name="coa_type"
          label={fields.optionType}
          options={(['simple', 'complex'] as const).map((value) => ({
            ...{ value, label: texts.options.type[value], help: texts.options.typeHelp[value] },
          }))}
        />
        <FieldGroup name="section_titles" label={fields.sections} optional>
          {Array.from({ length: offered }, (_, at) => (
            <NewSection key={`${at}`} at={at} state={shown} />
          ))}
        </FieldGroup>
      </Form>
    </PointFrame>
  );
};

const Fields = () => (
  <>
    <TextField name="title" label={fields.title} most={most.title} />
    <TextAreaField
      name="description"
      label={fields.description}
      help={fields.descriptionHelp}
      rows={5}
      most={most.text}
    />
  </>
);

/** Title and content of one of several sections. */
const NewSection = ({ at, state }: { readonly at: number; readonly state: FormState }) => {
  const [titles, contents] = [
    several(state.values['section_titles']),
    several(state.values['section_contents']),
  ];
  return (
    <Fold title={words.section(at + 1)} open={(titles[at] ?? '') !== ''}>
      <div class="form">
        <div class="field">
          <label for={`section-title-${at}`}>{fields.sectionTitle}</label>
          <input
            class="input"
            id={`section-title-${at}`}
            name="section_titles"
            type="text"
            autoComplete="off"
            maxLength={most.title}
            value={titles[at] ?? ''}
          />
        </div>
        <div class="field">
          <label for={`section-content-${at}`}>{fields.sectionContent}</label>
          <textarea
            class="input"
            id={`section-content-${at}`}
            name="section_contents"
            rows={4}
            maxLength={most.section}
            value={contents[at] ?? ''}
          />
        </div>
      </div>
    </Fold>
  );
};

interface EditOptionProps extends OptionPageProps {
  readonly option: Option;
  /** A refused form of a section: its id, or `new`. */
  readonly section?: { readonly id: string; readonly state: FormState } | undefined;
}

/** The form of a course of action, and its sections with their own forms (spec agenda#sections). */
export const editOptionPage = (props: EditOptionProps): VNode => {
  const { committee, point, option, state } = props;
  const back = pathOf(committee.id, point.id);
  const to = `${back}/coa/${option.id}`;
  const { title, description, version } = option;
  return (
    <PointFrame
      committee={committee}
      point={point}
      title={words.edit(title)}
      short={title}
      action={<LinkButton to={back}>{words.done}</LinkButton>}
    >
      <Form
        to={to}
        state={state ?? freshForm({ title, description })}
        hidden={{ version }}
        cancel={back}
        submit={words.save}
      >
        <Fields />
      </Form>
      {option.type === 'complex' && <Sections {...props} to={`${to}/sections`} />}
      <div class="acts remove">
        <LinkButton to={`${to}/delete`} kind="danger" dialog>
          {words.remove}
        </LinkButton>
      </div>
    </PointFrame>
  );
};

const Sections = ({ option, section, to }: EditOptionProps & { readonly to: string }) => (
  <Section id="sections" title={words.sections}>
    {option.sections.length === 0 && <p class="small muted">{words.noSections}</p>}
    {option.sections.flatMap((one) =>
      [one, ...one.parts].map((each) => (
        <Fold
          key={each.id}
          title={each === one ? each.title : `${one.title} / ${each.title}`}
          open={section?.id === each.id}
        >
          <SectionForm
            to={to}
            of={each}
            state={section?.id === each.id ? section.state : undefined}
          />
        </Fold>
      )),
    )}
    <Fold title={words.newSection} open={section?.id === 'new'}>
      <Form
        to={to}
        id="section-new"
        state={
          section?.id === 'new'
            ? section.state
            : freshForm({ section_order: String(option.sections.length + 1) })
        }
        submit={words.addSection}
      >
        <SectionFields />
        {option.sections.length > 0 && (
          <SelectField
            name="parent_section_id"
            label={fields.parent}
            width="m"
            optional
            empty={fields.parentNone}
            options={option.sections.map(({ id, title }) => ({ value: id, label: title }))}
          />
        )}
      </Form>
    </Fold>
  </Section>
);

interface SectionFormProps {
  readonly to: string;
  readonly of: OptionSection;
  readonly state: FormState | undefined;
}

const SectionForm = ({ to, of: { id, title, content, order }, state }: SectionFormProps) => (
  <Form
    to={`${to}/${id}`}
    id={`section-${id}`}
    label={words.editSection(title)}
    state={
      state ??
      freshForm({ section_title: title, section_content: content, section_order: String(order) })
    }
  >
    <SectionFields />
    <div class="acts">
      <Button kind="primary" type="submit">
        {words.saveSection}
      </Button>
      <Button kind="danger" type="submit" formaction={`${to}/${id}/delete`} formnovalidate>
        {words.removeSection}
      </Button>
    </div>
  </Form>
);

const SectionFields = () => (
  <>
    <TextField name="section_title" label={fields.sectionTitle} most={most.title} />
    <TextAreaField
      name="section_content"
      label={fields.sectionContent}
      help={fields.descriptionHelp}
      rows={5}
      most={most.section}
    />
    <NumberField name="section_order" label={fields.sectionOrder} min={0} max={999} />
  </>
);
