import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { choicesOf, SelectField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { TextAreaField, TextField } from '../ui/text-field.tsx';
import type { Meeting, Named } from './meeting.ts';
import { MeetingFrame } from './meeting-page.tsx';
import { membersOf } from './present.ts';
import { texts } from './texts.ts';

const words = texts.form;

interface NewMeetingProps {
  readonly committee: Committee;
  readonly members: readonly Named[];
  readonly state: FormState;
}

/** The form that confirms a meeting on any date (spec meetings#confirming). */
export const newMeetingPage = ({ committee, members, state }: NewMeetingProps): VNode => {
  const list = `/tor/${committee.id}/meetings`;
  return (
    <CommitteePage
      committee={committee}
      tab="meetings"
      title={words.create}
      crumbs={[{ label: texts.title, to: list }]}
    >
      <Form id="meeting" to={`${list}/confirm`} state={state} submit={words.submit} cancel={list}>
        <Fields members={members} />
      </Form>
    </CommitteePage>
  );
};

interface EditMeetingProps {
  readonly committee: Committee;
  readonly meeting: Meeting;
  /** The submitted form; omitted: the stored meeting. */
  readonly state?: FormState | undefined;
}

/** The form that changes a meeting (spec meetings#editing). */
export const editMeetingPage = ({
  committee,
  meeting,
  state = freshForm({ ...meeting.properties, meeting_date: meeting.date }),
}: EditMeetingProps): VNode => {
  const address = `/tor/${committee.id}/meetings/${meeting.id}`;
  const { chair, secretary } = meeting;
  const members = [...membersOf(meeting), ...[chair, secretary].filter((one) => one !== null)];
  const chosen = [...new Map(members.map((one) => [one.id, one])).values()];
  return (
    <MeetingFrame committee={committee} meeting={meeting} title={texts.detail.edit}>
      <Form
        id="meeting"
        to={address}
        state={state}
        hidden={{ version: meeting.version }}
        submit={words.save}
        cancel={address}
      >
        <Fields members={chosen} />
      </Form>
    </MeetingFrame>
  );
};

const Fields = ({ members }: { members: readonly Named[] }) => {
  const options = choicesOf(members);
  const { field } = texts;
  return (
    <>
      <TextField
        name="meeting_date"
        label={field.date}
        help={words.dateHelp}
        type="date"
        width="s"
      />
      <TextField
        name="location"
        label={field.location}
        help={words.locationHelp}
        most={255}
        optional
      />
      <TextField name="meeting_number" label={field.number} width="m" most={255} optional />
      <TextField name="classification" label={field.classification} width="m" most={255} optional />
      <SelectField
        name="chair_user_id"
        label={field.chair}
        width="m"
        empty={words.nobody}
        options={options}
        optional
      />
      <SelectField
        name="secretary_user_id"
        label={field.secretary}
        width="m"
        empty={words.nobody}
        options={options}
        optional
      />
      <TextField
        name="vtc_details"
        label={field.remote}
        help={words.remoteHelp}
        most={2000}
        optional
      />
      <TextAreaField name="notes" label={field.notes} rows={4} most={5000} optional />
    </>
  );
};
