import { Button, LinkButton } from '../../ui/button.tsx';
import { Check, RadiosField } from '../../ui/choice-field.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FieldGroup } from '../../ui/field.tsx';
import { FormContext, type FormState } from '../../ui/form-state.ts';
import { Count } from '../../ui/word.tsx';
import type { TypeCount } from '../holdings.ts';
import { texts } from '../texts.ts';
import { exportFormats } from '../transfer.ts';

/** Selects types and format. A plain GET that downloads a file. */
export const ExportForm = ({ types, state }: { types: readonly TypeCount[]; state: FormState }) =>
  types.length === 0 ? (
    <EmptyState icon="database" title={texts.export.none}>
      {texts.export.noneAdvice}
    </EmptyState>
  ) : (
    <form class="form" id="export" action="/api/data/export">
      <FormContext.Provider value={{ ...state, prefix: 'export' }}>
        <p class="muted small">{texts.export.lead}</p>
        <RadiosField name="format" label={texts.export.format} options={formatOptions} />
        <RadiosField name="scope" label={texts.export.scope} options={scopeOptions(types)} />
        <div class="only-chosen">
          <FieldGroup name="types" label={texts.export.types}>
            <div class="caps">
              {types.map(({ type, count }) => (
                <Check
                  key={type}
                  name="types"
                  value={type}
                  id={`export-types-${type}`}
                  label={
                    <>
                      <code>{type}</code> <Count n={count} />
                    </>
                  }
                />
              ))}
            </div>
          </FieldGroup>
        </div>
        <div class="acts">
          <Button type="submit" icon="download">
            {texts.export.submit}
          </Button>
          <LinkButton to="/api/data/schema" kind="quiet" download>
            {texts.export.schema}
          </LinkButton>
        </div>
      </FormContext.Provider>
    </form>
  );

const formatOptions = exportFormats.map((format) => ({
  value: format,
  ...texts.export.formats[format],
}));

const scopeOptions = (types: readonly TypeCount[]) => [
  {
    value: 'all',
    label: texts.export.all,
    help: texts.export.allHelp(
      types.reduce((sum, { count }) => sum + count, 0),
      types.length,
    ),
  },
  { value: 'chosen', label: texts.export.chosen, help: texts.export.chosenHelp },
];
