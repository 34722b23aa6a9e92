import { Avatar, Person } from '../ui/person.tsx';
import { State } from '../ui/word.tsx';
import { Sample } from './sample.tsx';

const inputStates = [
  ['Hovered', 'is-hover'],
  ['Focused', 'is-focus'],
] as const;

/** States of a field that a screenshot cannot trigger. */
export const InputStates = () => (
  <Sample title="States">
    {inputStates.map(([label, state]) => (
      <div class="field" key={state}>
        <label for={`sample-${state}`}>{label}</label>
        <input class={`input w-s ${state}`} id={`sample-${state}`} value="Room 3.12" />
      </div>
    ))}
  </Sample>
);

const rowStates = [
  ['Default', 'Amara Okafor', undefined],
  ['Hover', 'Henrik Aas', 'is-hover'],
  ['Selected', 'Leila Haddad', 'on'],
  [
    'Long name',
    'Maximilian-Alexander von Hohenzollern-Sigmaringen, Deputy Head of Timetables and Signalling',
    undefined,
  ],
] as const;

export const RowStates = () => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys
  <section class="scroll" aria-label="Rows of a table" tabIndex={0}>
    <table class="table cards" role="table">
      <caption class="vh">Rows of a table</caption>
      <thead role="rowgroup">
        <tr role="row">
          {['State', 'User', 'Status'].map((label) => (
            <th key={label} scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rowStates.map(([label, name, state]) => (
          <tr key={label} role="row" class={state}>
            <th scope="row" role="rowheader">
              {label}
            </th>
            <td role="cell" data-label="User">
              <Person name={name} />
            </td>
            <td role="cell" data-label="Status">
              <State is="done" tone="good">
                Active
              </State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** An open list of suggestions, as in a combobox, a menu or the global search. */
export const OptionStates = () => (
  <Sample title="Suggestions">
    <div class="pop w-m w-full">
      <ul role="list">
        {['Maeve Gallagher', 'Marek Dvorak'].map((name, place) => (
          <li class={place === 0 ? 'item is-hover' : 'item'} key={name}>
            <Avatar name={name} /> {name}
            <span class="end">User</span>
          </li>
        ))}
      </ul>
    </div>
  </Sample>
);
