import { Button } from '../../ui/button.tsx';
import { CardsField, CheckField } from '../../ui/choice-field.tsx';
import { Form } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { Icon } from '../../ui/icon.tsx';
import { FileField, PasswordField } from '../../ui/text-field.tsx';
import { texts } from '../texts.ts';
import { importModes } from './schema.ts';

export interface ImportFormProps {
  readonly state: FormState;
  readonly maxBytes: number;
  /** The user must enter their password again. */
  readonly needsProof: boolean;
}

/**
 * The form for files and options. The fields precede the files, because they apply to all of them.
 */
export const ImportForm = ({ state, maxBytes, needsProof }: ImportFormProps) => (
  <div data-import="" data-most={String(maxBytes)}>
    <Form to="/api/data/import" id="import" state={state} upload guard={false}>
      <CardsField name="mode" label={texts.import.mode} options={modeOptions} />
      <CheckField name="dry_run" label={texts.import.dryRun} help={texts.import.dryRunHelp} />
      <div data-proof="" hidden={!needsProof}>
        <PasswordField
          name="proof_password"
          label={texts.import.password}
          help={texts.import.passwordHelp}
          width="m"
          autocomplete="current-password"
          most={1024}
          optional={!needsProof}
        />
      </div>
      <div class="drop" data-drop="">
        <Icon name="database" />
        <FileField
          name="files"
          label={texts.import.files}
          help={texts.import.filesHelp(maxBytes)}
          accept=".json,.jsonld"
          multiple
        />
        <p class="muted small scripted">{texts.import.drop}</p>
      </div>
      <ul class="rows chosen" role="list" data-chosen="" hidden />
      <div class="acts">
        <Button kind="primary" type="submit">
          {texts.import.submit}
        </Button>
      </div>
    </Form>
  </div>
);

export const modeOptions = importModes.map((mode) => ({
  value: mode,
  ...texts.import.modes[mode],
}));
