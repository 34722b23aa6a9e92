import type { VNode } from 'preact';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { Page } from '../ui/page.tsx';
import { ActionBar, Section } from '../ui/section.tsx';
import { NumberField, TextField } from '../ui/text-field.tsx';
import { choicesOf, groupOf, numberLimits, type SettingGroup, settingGroups, textLimits } from './catalogue.ts';
import type { Setting } from './rules.ts';
import { fieldOf, seenFieldOf } from './schema.ts';
import { texts } from './texts.ts';

interface SettingsProps {
  readonly settings: readonly Setting[];
  /** What was typed, after a refusal. */
  readonly sent?: FormState;
}

export const settingsPage = (props: SettingsProps): VNode => <SettingsPage {...props} />;

const SettingsPage = ({ settings, sent = freshForm() }: SettingsProps) => (
  <Page title={texts.title} lead={texts.lead}>
    {settings.length === 0 ? (
      <EmptyState icon="sliders" title={texts.none} />
    ) : (
      <Form wide to="/settings" state={stateOf(settings, sent)} hidden={seenOf(settings)}>
        <div class="form">
          {([...settingGroups, 'other'] as const).map((group) => (
            <Group key={group} group={group} of={settings.filter(({ name }) => groupOf(name) === group)} />
          ))}
        </div>
        <ActionBar status="">
          <Button kind="primary" type="submit">
            {texts.save}
          </Button>
        </ActionBar>
      </Form>
    )}
  </Page>
);

const Group = ({ group, of }: { group: SettingGroup; of: readonly Setting[] }) =>
  of.length === 0 ? null : (
    <Section id={`settings-${group}`} title={texts.groups[group]}>
      <div class="stack">
        {of.map((setting) => (
          <SettingField key={setting.id} {...setting} />
        ))}
      </div>
    </Section>
  );

const SettingField = ({ id, name, label, type, description }: Setting) => {
  const field = { name: fieldOf(id), label };
  if (type === 'boolean') return <SelectField {...field} help={description} width="s" options={yesAndNo} />;
  if (type === 'number') {
    const { least, most, zero, unit } = numberLimits(name);
    const min = zero === undefined ? least : 0;
    return <NumberField {...field} help={description} min={min} max={most} unit={texts.range(least, most, unit, zero)} />;
  }
  const choices = choicesOf(name);
  if (choices !== undefined) return <SelectField {...field} help={description} width="m" options={choices} />;
  const { longest, required = false } = textLimits(name);
  return <TextField {...field} help={description} most={longest} optional={!required} />;
};

const yesAndNo = [
  { value: 'true', label: texts.yes },
  { value: 'false', label: texts.no },
];

const seenOf = (settings: readonly Setting[]): Record<string, string> =>
  Object.fromEntries(settings.map(({ id, value }) => [seenFieldOf(id), value]));

/** What was typed stays, and only that: a setting that its sender left alone shows what it is by now. */
function stateOf(settings: readonly Setting[], { values, problems }: FormState): FormState {
  const shown = settings.map(({ id, value }): [string, string] => {
    const typed = values[fieldOf(id)];
    const isOwn = typed !== undefined && single(typed) !== single(values[seenFieldOf(id)]);
    return [fieldOf(id), isOwn ? single(typed) : value];
  });
  return { values: Object.fromEntries(shown), problems };
}
