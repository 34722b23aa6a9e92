import { type FormProblem, fieldId } from './form-state.ts';
import { texts } from './texts.ts';

/**
 * All problems of a form, above it, each linked to its field. Gets the focus when the page has
 * loaded.
 */
export const ErrorSummary = ({
  problems,
  prefix = 'f',
}: {
  problems: readonly FormProblem[];
  prefix?: string;
}) =>
  problems.length === 0 ? null : (
    <div
      class="problems"
      role="alert"
      tabIndex={-1}
      aria-labelledby={`${prefix}-problems`}
      data-focus=""
    >
      <h2 id={`${prefix}-problems`}>{texts.form.problems(problems.length)}</h2>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {field === undefined ? message : <a href={`#${fieldId(prefix, field)}`}>{message}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
