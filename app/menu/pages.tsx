import type { VNode } from 'preact';
import { LinkButton } from '../ui/button.tsx';
import { CheckField, SelectField } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { TextField } from '../ui/text-field.tsx';
import { texts } from './texts.ts';
import { type Entry, type Tree, treeOf } from './tree.ts';
import { type Focus, MenuTreeEditor } from './tree-editor.tsx';

interface MenuProps {
  readonly tree: Tree;
  readonly isPage: (address: string) => boolean;
  readonly focus: Focus;
}

export const menuPage = ({ tree, ...props }: MenuProps): VNode => (
  <Page
    title={texts.title}
    lead={texts.lead}
    action={<LinkButton to="/menu-builder">{texts.permissions}</LinkButton>}
  >
    {tree.modules.length === 0 ? (
      <EmptyState icon="menu" title={texts.empty}>
        {texts.emptyAdvice}
      </EmptyState>
    ) : (
      <Form wide id="menu-order" to="/menu" label={texts.tree} guard={false}>
        <MenuTreeEditor tree={tree} {...props} />
      </Form>
    )}
  </Page>
);

/** The form of an entry. A module has no module field. */
export const entryPage = (entry: Entry, menu: readonly Entry[], state: FormState): VNode => (
  <Page
    title={entry.label}
    lead={texts.address(entry.url)}
    crumbs={[{ label: texts.title, to: '/menu' }]}
  >
    <Form
      to={`/menu/${entry.id}`}
      state={state}
      hidden={{ version: entry.version }}
      submit={texts.save}
      cancel="/menu"
    >
      <TextField name="label" label={texts.label} width="m" most={60} />
      {entry.parent !== null && (
        <SelectField
          name="module"
          label={texts.module}
          help={texts.moduleHelp}
          width="m"
          options={treeOf(menu).modules.map(({ module: { id, label } }) => ({ value: id, label }))}
        />
      )}
      <CheckField name="active" label={texts.active} />
    </Form>
  </Page>
);
