import type { VNode } from 'preact';
import type { Powers } from '../roles/index.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/choice-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm, single } from '../ui/form-state.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { ActionBar, Section } from '../ui/section.tsx';
import { NumberField, TextAreaField, TextField } from '../ui/text-field.tsx';
import {
  choicesOf,
  groupOf,
  isSecuritySetting,
  numberLimits,
  type SettingGroup,
  settingGroups,
  textLimits,
} from './catalogue.ts';
import { mayChangeSecurity, type SettingPolicy } from './judgement.ts';
import { PendingChanges } from './pending.tsx';
import type { Setting } from './rules.ts';
import { fieldOf, seenFieldOf } from './schema.ts';
import { texts } from './texts.ts';

export interface Reader {
  readonly id: string;
  readonly powers: Powers;
}

interface SettingsProps {
  readonly settings: readonly Setting[];
  readonly policy: SettingPolicy;
  readonly reader: Reader;
  /** The submitted values, after a refusal. */
  readonly sent?: FormState;
}

export const settingsPage = ({
  settings,
  policy,
  reader,
  sent = freshForm(),
}: SettingsProps): VNode => (
  <Page title={texts.title} lead={texts.lead}>
    {settings.length === 0 ? (
      <EmptyState icon="sliders" title={texts.none} />
    ) : (
      <>
        <PendingChanges settings={settings} reader={reader} />
        <Form wide to="/settings" state={stateOf(settings, sent)} hidden={seenOf(settings)}>
          <div class="form">
            {([...settingGroups, 'other'] as const).map((group) => (
              <Group
                key={group}
                group={group}
                policy={policy}
                reader={reader}
                of={settings.filter(({ name }) => groupOf(name) === group)}
              />
            ))}
          </div>
          <ActionBar status="">
            <Button kind="primary" type="submit">
              {texts.save}
            </Button>
          </ActionBar>
        </Form>
      </>
    )}
  </Page>
);

type GroupProps = Pick<SettingsProps, 'policy' | 'reader'> & {
  readonly group: SettingGroup;
  readonly of: readonly Setting[];
};

const Group = ({ group, of, policy, reader }: GroupProps) =>
  of.length === 0 ? null : (
    <Section id={`settings-${group}`} title={texts.groups[group]}>
      <div class="stack">
        {policy.environment === 'prod' && of.some(({ name }) => isSecuritySetting(name)) && (
          <Note icon="lock">{texts.twoPeople}</Note>
        )}
        {of.map((setting) => (
          <SettingField
            key={setting.id}
            setting={setting}
            locked={lockOf(setting, policy, reader)}
          />
        ))}
      </div>
    </Section>
  );

/** Why a setting is read-only, as a sentence. */
function lockOf(
  { name, pending }: Setting,
  { pinnedSettings }: SettingPolicy,
  { powers }: Reader,
): string | undefined {
  if (Object.hasOwn(pinnedSettings, name)) return texts.pinnedHelp;
  if (isSecuritySetting(name) && !mayChangeSecurity(powers)) return texts.securityHelp;
  return pending === undefined || pending === null ? undefined : texts.awaits(pending.value);
}

const SettingField = ({
  setting,
  locked,
}: {
  readonly setting: Setting;
  readonly locked: string | undefined;
}) => {
  const { id, name, label, type, description } = setting;
  const help = locked === undefined ? description : `${description} ${locked}`.trim();
  const field = { name: fieldOf(id), label, help, disabled: locked !== undefined };
  if (type === 'boolean') return <SelectField {...field} width="s" options={yesAndNo} />;
  if (type === 'number') {
    const { least, most, zero, unit } = numberLimits(name);
    const min = zero === undefined ? least : 0;
    return (
      <NumberField {...field} min={min} max={most} unit={texts.range(least, most, unit, zero)} />
    );
  }
  const choices = choicesOf(name);
  if (choices !== undefined) return <SelectField {...field} width="m" options={choices} />;
  const { longest, required = false, dates = false } = textLimits(name);
  // Without a limit while typing: a file that is pasted is longer than its dates.
  if (dates) return <TextAreaField {...field} rows={6} width="m" optional={!required} />;
  return <TextField {...field} most={longest} optional={!required} />;
};

const yesAndNo = [
  { value: 'true', label: texts.yes },
  { value: 'false', label: texts.no },
];

const seenOf = (settings: readonly Setting[]): Record<string, string> =>
  Object.fromEntries(settings.map(({ id, value }) => [seenFieldOf(id), value]));

/**
 * Keeps only submitted changes: a setting that its sender did not change shows its current value.
 */
function stateOf(settings: readonly Setting[], { values, problems }: FormState): FormState {
  const shown = settings.map(({ id, value }): [string, string] => {
    const typed = values[fieldOf(id)];
    const isOwn = typed !== undefined && single(typed) !== single(values[seenFieldOf(id)]);
    return [fieldOf(id), isOwn ? single(typed) : value];
  });
  return { values: Object.fromEntries(shown), problems };
}
