import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import type { Texts } from '../ontology/schema.ts';
import { CardsField, CheckField, RadiosField } from '../ui/choice-field.tsx';
import { Form } from '../ui/form.tsx';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { NumberField } from '../ui/text-field.tsx';
import { quorumAnswers, quorumKinds } from './quorum.ts';
import { waysToDecide } from './schema.ts';
import { proxiesPerUser, ruleOf, wayToDecide } from './stored-rule.ts';
import { texts } from './texts.ts';

const { fields } = texts;

/** The form of how a committee decides (spec quorum#rule). */
export const decidingPage = (committee: Committee, state?: FormState): VNode => (
  <CommitteePage committee={committee} tab="positions" title={texts.tab} lead={texts.lead}>
    <Form
      to={`/tor/${committee.id}/deciding`}
      state={state ?? storedForm(committee.properties)}
      submit={texts.save}
      cancel={`/tor/${committee.id}/positions`}
      hidden={{ version: committee.version }}
    >
      <CardsField
        name="kind"
        label={fields.kind}
        options={quorumKinds.map((value) => ({
          ...{ value, label: texts.kinds[value], help: texts.kindsHelp[value] },
        }))}
      />
      <NumberField
        name="least"
        label={fields.least}
        help={fields.leastHelp}
        min={1}
        max={999}
        optional
      />
      <CheckField
        name="needs_mandatory"
        label={fields.needsMandatory}
        help={fields.needsMandatoryHelp}
      />
      <CheckField name="counts_substitutes" label={fields.countsSubstitutes} />
      <RadiosField
        name="without"
        label={fields.without}
        options={quorumAnswers.map((value) => ({
          ...{ value, label: texts.without[value], help: texts.withoutHelp[value] },
        }))}
      />
      <RadiosField
        name="decides_by"
        label={fields.decidesBy}
        options={waysToDecide.map((value) => ({
          ...{ value, label: texts.decidesBy[value], help: texts.decidesByHelp[value] },
        }))}
      />
      <NumberField
        name="proxies"
        label={fields.proxies}
        help={fields.proxiesHelp}
        min={0}
        max={9}
      />
    </Form>
  </CommitteePage>
);

const storedForm = (properties: Texts): FormState => {
  const rule = ruleOf(properties);
  return freshForm({
    kind: rule.kind,
    least: String(rule.least),
    ...(rule.needsMandatory ? { needs_mandatory: 'true' } : {}),
    ...(rule.countsSubstitutes ? { counts_substitutes: 'true' } : {}),
    without: rule.without,
    decides_by: wayToDecide(properties),
    proxies: String(proxiesPerUser(properties)),
  });
};

/** The rule of a committee in one paragraph, with a link to change it. */
export const DecidingSummary = ({
  committee: { id, properties },
  mayChange,
}: {
  readonly committee: Pick<Committee, 'id' | 'properties'>;
  readonly mayChange: boolean;
}) => (
  <p class="small muted gap-t">
    {ruleInWords(properties)} {mayChange && <a href={`/tor/${id}/deciding`}>{texts.link}</a>}
  </p>
);

function ruleInWords(properties: Texts): string {
  const { kind, least, needsMandatory, countsSubstitutes, without } = ruleOf(properties);
  const words = texts.rule;
  const counted = kind === 'share' || kind === 'count' ? words[kind](least) : words[kind];
  const isRequired = kind !== 'none' || needsMandatory;
  return [
    ...(kind === 'none' && needsMandatory ? [] : [counted]),
    ...(needsMandatory ? [words.mandatory] : []),
    ...(isRequired && !countsSubstitutes ? [words.noSubstitutes] : []),
    ...(isRequired && without === 'mark' ? [words.mark] : []),
    ...(wayToDecide(properties) === 'ballot' ? [words.ballot] : []),
  ].join(' ');
}
