import { Accordion } from '../ui/accordion.tsx';
import { Diff } from '../ui/diff.tsx';
import { DescriptionList, Facts, Timeline } from '../ui/list.tsx';
import { Panel, Prose } from '../ui/section.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { TabPanels, Tabs } from '../ui/tabs.tsx';
import { Sample } from './sample.tsx';

export const OrderSamples = () => (
  <>
    <Sample title="Tabs to pages">
      <div class="w-full">
        <Tabs
          label="Example pages"
          of={[
            { label: 'Overview', to: '/design/tor', current: true },
            { label: 'Members', to: '/design/tor/members', current: false, count: 9 },
            { label: 'Workflow', to: '/design/workflow', current: false },
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
          { label: 'Users', value: 48, to: '/design/users' },
          { label: 'Roles', value: 6 },
        ]}
      />
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
