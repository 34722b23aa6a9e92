import type { ComponentChildren } from 'preact';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ButtonSamples } from './button-samples.tsx';
import { FieldSamples } from './field-samples.tsx';
import { MessageSamples } from './message-samples.tsx';
import { OrderSamples } from './order-samples.tsx';
import { RowStates } from './state-samples.tsx';
import { ColourSamples, IconSamples, TypeSamples } from './token-samples.tsx';
import { WordSamples } from './word-samples.tsx';

const pages = [
  ['Users', '/design/users'],
  ['Users: other states', '/design/users/states'],
  ['Users, with a filter that is wrong', '/design/users?filter=%7B'],
  ['New user, refused', '/design/users/new'],
  ['User, changed meanwhile', '/design/users/edit'],
  ['Delete a user', '/design/users/delete'],
  ['Role', '/design/roles'],
  ['Audit log', '/design/audit'],
  ['Dashboard', '/design/dashboard'],
  ['Sign in', '/design/sign-in'],
  ['403', '/design/forbidden'],
  ['404', '/design/nowhere'],
  ['500', '/design/broken'],
] as const;

/** Every component in every state; used by the accessibility and screenshot tests. */
export const ComponentsPage = () => (
  <Page
    title="Components"
    lead="Every part in every state. Hover, focus and pressed are shown with helper classes."
  >
    <Section id="k-pages" title="Pages">
      <ul class="legend" role="list">
        {pages.map(([label, to]) => (
          <li key={to}>
            <a href={to}>{label}</a>
          </li>
        ))}
      </ul>
    </Section>
    <Samples id="k-colour" title="Colour" of={<ColourSamples />} />
    <Samples id="k-type" title="Type" of={<TypeSamples />} />
    <Samples id="k-buttons" title="Buttons" of={<ButtonSamples />} />
    <Samples id="k-fields" title="Fields" of={<FieldSamples />} />
    <Samples id="k-words" title="Words with meaning" of={<WordSamples />} />
    <Samples id="k-messages" title="Messages and overlays" of={<MessageSamples />} />
    <Samples id="k-order" title="Navigation and order" of={<OrderSamples />} />
    <Samples id="k-rows" title="Table row" of={<RowStates />} />
    <Samples id="k-icons" title="Icons" of={<IconSamples />} />
  </Page>
);

const Samples = ({ id, title, of }: { id: string; title: string; of: ComponentChildren }) => (
  <Section id={id} title={title}>
    <div>{of}</div>
  </Section>
);
