import { Accordion } from '../ui/accordion.tsx';
import { Diff } from '../ui/diff.tsx';
import { Form } from '../ui/form.tsx';
import { DescriptionList, Facts, Rows, Timeline } from '../ui/list.tsx';
import { MoveButtons } from '../ui/move.tsx';
import { Panel, Prose } from '../ui/section.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { TabPanels, Tabs } from '../ui/tabs.tsx';
import { type Branch, Tree } from '../ui/tree.tsx';
import { Count, SeverityTag } from '../ui/word.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';

const agenda = ['Opening', 'Timetable', 'Budget'];

const coursesOfAction: readonly Branch[] = [
  {
    key: 1,
    label: 'Replace the signalling at once',
    end: <Count n={2} />,
    branches: [
      { key: 11, label: 'Risk', branches: [{ key: 111, label: 'Way back' }] },
      { key: 12, label: <a href="/design/question">Cost</a>, end: '1.2 million' },
    ],
  },
  {
    key: 2,
    label: 'Replace it line by line',
    open: false,
    branches: [{ key: 21, label: 'Order' }],
  },
  { key: 3, label: 'Wait' },
];

export const OrderSamples = () => (
  <>
    <Sample title="Tabs to pages">
      <div class="w-full">
        <Tabs
          label="Example pages"
          of={[
            { label: 'Overview', to: '/design', current: true },
            { label: 'Members', to: '/design/question', current: false, count: 9 },
            { label: 'Workflow', to: '/design/question', current: false },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Tabs of a page">
      <div class="w-full">
        <TabPanels
          label="Example parts"
          of={[
            {
              id: 'part-profile',
              label: 'Profile',
              children: <p class="small">Name and picture</p>,
            },
            {
              id: 'part-security',
              label: 'Security',
              children: <p class="small">Password and sessions</p>,
            },
            { id: 'part-theme', label: 'Preferences', children: <p class="small">Theme</p> },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Stepper">
      <div class="w-full">
        <Stepper
          current={2}
          of={[
            { label: 'Draft', note: '18 Nov' },
            { label: 'Submitted', note: '19 Nov' },
            { label: 'Under review', note: 'since 20 Nov' },
            { label: 'Approved' },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Timeline">
      <Timeline
        of={[
          { key: 1, icon: 'done', text: <strong>Proposed</strong>, note: 'Leila Haddad, 4 Nov' },
          {
            key: 2,
            icon: 'working',
            text: <strong>Under review</strong>,
            note: 'Ingrid Solheim, 6 Nov',
          },
        ]}
      />
    </Sample>
    <Sample title="Accordion">
      <div class="w-full">
        <Accordion
          of={[
            {
              title: 'Governance',
              end: '8 of 16',
              open: true,
              children: <p class="small">Open</p>,
            },
            { title: 'Workflow', end: '2 of 11', children: <p class="small">Closed</p> },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Text and panel">
      <div class="w-full stack">
        <Prose>
          <p>
            Decides which changes to operational systems may go live, when, and under which
            conditions.
          </p>
          <ul>
            <li>Every high-risk change has a tested way back</li>
            <li>One public calendar of changes</li>
          </ul>
        </Prose>
        <Panel>A thing in itself: a current item, a preview.</Panel>
      </div>
    </Sample>
    <Sample title="Facts">
      <DescriptionList
        of={[
          ['Cadence', 'Weekly, Tuesday'],
          ['Time', '10:00, 60 min'],
        ]}
      />
      <Facts
        of={[
          { label: 'Users', value: 48, to: '/design/question' },
          { label: 'Roles', value: 6 },
        ]}
      />
    </Sample>
    <Sample title="Rows">
      <div class="w-full">
        <Rows
          of={[
            {
              key: 1,
              lead: <SeverityTag of="high" />,
              text: 'Change Advisory Board has no Technical Lead',
              sub: 'Mandatory position, vacant for 9 days',
              to: '/design/question',
              end: '15 Nov',
            },
            { key: 2, text: '2 users have no role' },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Small table">
      <div class="w-full">
        <SimpleTable
          caption="Users with their roles"
          of={samplePeople.slice(0, 3)}
          rowKey={({ id }) => id}
          isCurrent={({ id }) => id === '2'}
          columns={[
            { label: 'User', header: true, cell: ({ name }) => name },
            { label: 'Roles', number: true, cell: ({ roles }) => roles.length },
          ]}
        />
      </div>
    </Sample>
    <Sample title="Small table in an order">
      <div class="w-full">
        <Form wide id="order" to="/design/done" label="Agenda" guard={false}>
          <SimpleTable
            caption="Agenda points"
            of={agenda}
            rowKey={(point) => point}
            place={(point) => ({ place: agenda.indexOf(point) + 1 })}
            columns={[
              { label: 'Agenda point', header: true, cell: (point) => point },
              {
                label: 'Actions',
                actions: true,
                cell: (point) => (
                  <span class="acts">
                    <MoveButtons
                      to="/design/done"
                      label={point}
                      isAtEnd={(by) => (by === 'up' ? agenda[0] : agenda.at(-1)) === point}
                    />
                  </span>
                ),
              },
            ]}
          />
        </Form>
      </div>
    </Sample>
    <Sample title="Tree">
      <div class="w-full">
        <Tree label="Courses of action" of={coursesOfAction} />
      </div>
    </Sample>
    <Sample title="Before and after">
      <div class="w-full">
        <Diff
          of={[
            { field: 'value', before: '180', after: '90' },
            { field: 'agenda.queue', after: 'granted' },
            { field: 'tor.edit', before: 'granted' },
          ]}
        />
      </div>
    </Sample>
  </>
);
