import type { ComponentChildren } from 'preact';
import type { ActionRow } from '../action-items/index.ts';
import { Form } from '../ui/form.tsx';
import { freshForm } from '../ui/form-state.ts';
import { Lines } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Note } from '../ui/note.tsx';
import { RowInput, RowSelect, RowsEditor } from '../ui/rows-editor.tsx';
import { Section } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import type { Attendance, Minutes } from './minutes.ts';
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

/** A list of minutes that is edited in place, as a table. */
interface EditedList<Row> {
  /** Part of its ids, and of the address that saves it. */
  readonly id: string;
  readonly words: {
    readonly [Key in 'title' | 'none' | 'add' | 'submit']: string;
  } & { readonly row: (at: number) => string };
  readonly blank: Row;
  /** The first one names the row. */
  readonly columns: readonly {
    readonly name: keyof Row & string;
    readonly label: string;
    readonly type?: 'date';
    /** The values to choose from, in words. */
    readonly choice?: Readonly<Record<string, string>>;
  }[];
}

type ListEditorProps<Row> = EditorProps<Row> & {
  readonly of: EditedList<Row>;
  readonly stored: readonly Row[];
};

const ListEditor = <Row,>({ of, stored, minutes, mayEdit, typed }: ListEditorProps<Row>) => {
  const { id, words, blank, columns } = of;
  const [first] = columns;
  return (
    <Part id={id} title={words.title} none={words.none} of={stored} mayEdit={mayEdit}>
      {mayEdit ? (
        <Form
          wide
          id={`${id}-form`}
          to={`/minutes/${minutes.id}/${id}`}
          label={words.title}
          hidden={{ base: JSON.stringify(stored) }}
        >
          {typed !== undefined && <Note tone="error">{typed.message}</Note>}
          <RowsEditor
            id={id}
            caption={words.title}
            columns={columns.map(({ label }) => label)}
            rows={[...(typed?.rows ?? stored), blank]}
            add={{ id: `add-${id}-row`, label: words.add }}
            cells={(row: Row, at) =>
              columns.map(({ name, label, type, choice }) => {
                const own = { name, value: String(row[name]), label: `${label}, ${words.row(at)}` };
                return choice === undefined ? (
                  <RowInput key={name} {...own} type={type} />
                ) : (
                  <RowSelect
                    key={name}
                    {...own}
                    options={Object.entries(choice).map(([value, word]) => ({
                      value,
                      label: word,
                    }))}
                  />
                );
              })
            }
          />
          <Save id={`save-${id}`} label={words.submit} />
        </Form>
      ) : (
        <SimpleTable
          caption={words.title}
          of={stored}
          rowKey={(row) => String(first && row[first.name])}
          columns={columns.map(({ name, label, type, choice }) => ({
            label,
            header: name === first?.name,
            cell: (row: Row) => {
              const value = String(row[name]);
              return type === 'date' ? dayInWords(value) : (choice?.[value] ?? value);
            },
          }))}
        />
      )}
    </Part>
  );
};

const { attendance, items } = texts;

const attendanceList: EditedList<Attendance> = {
  id: 'attendance',
  words: attendance,
  blank: { name: '', status: 'present', delegation_to: '' },
  columns: [
    { name: 'name', label: attendance.name },
    { name: 'status', label: attendance.status, choice: attendance.words },
    { name: 'delegation_to', label: attendance.delegation },
  ],
};

/** Who was there (spec minutes#attendance). */
export const AttendanceEditor = (props: EditorProps<Attendance>) => (
  <ListEditor of={attendanceList} stored={props.minutes.attendance} {...props} />
);

const actionList: EditedList<ActionRow> = {
  id: 'action-items',
  words: items,
  blank: { description: '', responsible: '', due_date: '', status: 'open' },
  columns: [
    { name: 'description', label: items.description },
    { name: 'responsible', label: items.responsible },
    { name: 'due_date', label: items.due, type: 'date' },
    { name: 'status', label: items.status, choice: items.words },
  ],
};

/** Action items (spec minutes#action-items). */
export const ActionsEditor = (props: EditorProps<ActionRow>) => (
  <ListEditor of={actionList} stored={props.minutes.actions} {...props} />
);

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
    mayEdit={mayEdit}
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
