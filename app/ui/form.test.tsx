import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { ChecksField, SelectField } from './choice-field.tsx';
import { Form } from './form.tsx';
import { type FormState, freshForm } from './form-state.ts';
import { ShellContext, shellFor } from './shell-context.ts';
import { PasswordField, TextAreaField, TextField } from './text-field.tsx';

const shell = shellFor({
  assets: { styles: '', script: '', icon: '' },
  now: new Date(0),
  csrf: 'token-1',
});
const render = (page: VNode) =>
  renderToString(<ShellContext.Provider value={shell}>{page}</ShellContext.Provider>);

const form = (state: FormState) =>
  render(
    <Form to="/users" state={state} submit="Create user" hidden={{ version: '7' }}>
      <TextField name="email" label="Email" help="Where notices go" type="email" />
      <PasswordField name="password" label="Password" autocomplete="new-password" />
      <SelectField
        name="role"
        label="Role"
        options={[
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ]}
      />
      <ChecksField
        name="teams"
        label="Teams"
        optional
        options={[
          { value: 'bus', label: 'Bus' },
          { value: 'tram', label: 'Tram' },
        ]}
      />
      <TextAreaField name="note" label="Note" optional />
    </Form>,
  );

const typed = {
  email: 'a"b<c',
  password: 'secret-secret',
  role: 'b',
  teams: ['tram'],
  note: '</textarea><b>',
};

test('spec requests#validation: submitted values are shown again, escaped, and never a password', () => {
  const html = form({
    values: typed,
    problems: [{ field: 'email', message: 'Enter an email address' }],
  });
  expect(html).toContain('value="a&quot;b&lt;c"');
  expect(html).not.toContain('secret-secret');
  expect(html).toContain('<option value="b" selected>');
  expect(html).toMatch(/value="tram"[^>]* checked|checked[^>]* value="tram"/);
  expect(html).toContain('&lt;/textarea>&lt;b>');
});

test('a control refers to its description, and is marked as invalid', () => {
  const html = form({
    values: typed,
    problems: [{ field: 'email', message: 'Enter an email address' }],
  });
  expect(html).toContain(
    'id="f-email" aria-describedby="f-email-help f-email-error" aria-invalid="true"',
  );
  expect(html).toContain('<a href="#f-email">Enter an email address</a>');
  expect(html).toContain('1 problem, nothing was saved');
  expect(form(freshForm())).not.toContain('aria-invalid');
});

test('every form contains its token and the hidden values', () => {
  const html = form(freshForm());
  expect(html).toContain('name="csrf_token" value="token-1"');
  expect(html).toContain('name="version" value="7"');
});

test('two forms of a page share no id', () => {
  const html = render(
    <>
      <Form to="/a" id="one" submit="A">
        <TextField name="name" label="Name" />
      </Form>
      <Form to="/b" id="two" submit="B">
        <TextField name="name" label="Name" />
      </Form>
    </>,
  );
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
