import type { ComponentChildren } from 'preact';
import { type ActionRow, states } from '../action-items/index.ts';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { Lines } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Note } from '../ui/note.tsx';
import { RowInput, RowSelect, RowsEditor } from '../ui/rows-editor.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { type Attendance, attendances, type Minutes } from './minutes.ts';
import { texts } from './texts.ts';

/** Rows that were refused because of what others saved, with the reason. */
export interface TypedRows<Row> {
  readonly rows: readonly Row[];
  readonly message: string;
}

interface EditorProps<Row = never> {
  readonly minutes: Minutes;
  readonly mayEdit: boolean;
  readonly typed?: TypedRows<Row> | undefined;
}

const present = texts.attendance;

/** Who was there, as a table that is edited in place (spec minutes#attendance). */
export const AttendanceEditor = ({ minutes, mayEdit, typed }: EditorProps<Attendance>) => (
  <Part
    id="attendance"
    title={present.title}
    none={present.none}
    of={minutes.attendance}
    {...{ mayEdit }}
  >
    {mayEdit ? (
      <Form
        wide
        id="attendance-form"
        to={`/minutes/${minutes.id}/attendance`}
        label={present.title}
        hidden={{ base: JSON.stringify(minutes.attendance) }}
      >
        {typed !== undefined && <Note tone="error">{typed.message}</Note>}
        <RowsEditor
          id="attendance"
          caption={present.title}
          columns={[present.name, present.status, present.delegation]}
          rows={[
            ...(typed?.rows ?? minutes.attendance),
            { name: '', status: 'present', delegation_to: '' },
          ]}
          add={{ id: 'add-attendance-row', label: present.add }}
          cells={(row: Attendance, at) => [
            <RowInput
              key="n"
              name="name"
              value={row.name}
              label={label(present.name, present.row(at))}
            />,
            <RowSelect
              key="s"
              name="status"
              value={row.status}
              label={label(present.status, present.row(at))}
              options={attendances.map((value) => ({ value, label: present.words[value] }))}
            />,
            <RowInput
              key="d"
              name="delegation_to"
              value={row.delegation_to}
              label={label(present.delegation, present.row(at))}
            />,
          ]}
        />
        <Save id="save-attendance" label={present.submit} />
      </Form>
    ) : (
      <SimpleTable
        caption={present.title}
        of={minutes.attendance}
        rowKey={({ name }) => name}
        columns={[
          { label: present.name, header: true, cell: ({ name }) => name },
          { label: present.status, cell: ({ status }) => present.words[status] },
          { label: present.delegation, cell: ({ delegation_to: to }) => to },
        ]}
      />
    )}
  </Part>
);

const items = texts.items;

/** Action items, in the same way (spec minutes#action-items). */
export const ActionsEditor = ({ minutes, mayEdit, typed }: EditorProps<ActionRow>) => (
  <Part
    id="action-items"
    title={items.title}
    none={items.none}
    of={minutes.actions}
    {...{ mayEdit }}
  >
    {mayEdit ? (
      <Form
        wide
        id="action-items-form"
        to={`/minutes/${minutes.id}/action-items`}
        label={items.title}
        hidden={{ base: JSON.stringify(minutes.actions) }}
      >
        {typed !== undefined && <Note tone="error">{typed.message}</Note>}
        <RowsEditor
          id="action-items"
          caption={items.title}
          columns={[items.description, items.responsible, items.due, items.status]}
          rows={[...(typed?.rows ?? minutes.actions), blankAction]}
          add={{ id: 'add-action-item-row', label: items.add }}
          cells={(row: ActionRow, at) => [
            <RowInput
              key="w"
              name="description"
              value={row.description}
              label={label(items.description, items.row(at))}
            />,
            <RowInput
              key="r"
              name="responsible"
              value={row.responsible}
              label={label(items.responsible, items.row(at))}
            />,
            <RowInput
              key="d"
              name="due_date"
              type="date"
              value={row.due_date}
              label={label(items.due, items.row(at))}
            />,
            <RowSelect
              key="s"
              name="status"
              value={row.status}
              label={label(items.status, items.row(at))}
              options={states.map((value) => ({ value, label: items.words[value] }))}
            />,
          ]}
        />
        <Save id="save-action-items" label={items.submit} />
      </Form>
    ) : (
      <SimpleTable
        caption={items.title}
        of={minutes.actions}
        rowKey={({ description }) => description}
        columns={[
          { label: items.description, header: true, cell: ({ description }) => description },
          { label: items.responsible, cell: ({ responsible }) => responsible },
          { label: items.due, cell: ({ due_date: day }) => dayInWords(day) },
          { label: items.status, cell: ({ status }) => items.words[status] },
        ]}
      />
    )}
  </Part>
);

const blankAction: ActionRow = { description: '', responsible: '', due_date: '', status: 'open' };

/** "Status, person 2" */
const label = (column: string, row: string): string => `${column}, ${row}`;

const Save = ({ id, label: words }: { id: string; label: string }) => (
  <div class="acts">
    <button class="btn" type="submit" id={id}>
      {words}
    </button>
  </div>
);

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly of: readonly unknown[];
  readonly mayEdit: boolean;
  readonly children: ComponentChildren;
}

const Part = ({ id, title, none, of, mayEdit, children }: PartProps) => (
  <Section id={`${id}-title`} title={title}>
    {!mayEdit && of.length === 0 ? <p class="muted">{none}</p> : children}
  </Section>
);

const sent = texts.distribution;

/** Who receives the minutes (spec minutes#distribution). */
export const DistributionEditor = ({ minutes, mayEdit }: EditorProps) => (
  <Part
    id="distribution"
    title={sent.title}
    none={sent.none}
    of={minutes.distribution}
    {...{ mayEdit }}
  >
    {mayEdit ? (
      <Form
        wide
        id="distribution-form"
        to={`/minutes/${minutes.id}/distribution`}
        label={sent.title}
        hidden={{ base: minutes.distribution.join('\n') }}
        state={freshForm({ distribution_list: minutes.distribution.join('\n') })}
      >
        <TextAreaField name="distribution_list" label={sent.label} help={sent.help} optional />
        <Save id="save-distribution" label={sent.submit} />
      </Form>
    ) : (
      <Lines of={minutes.distribution} />
    )}
  </Part>
);
