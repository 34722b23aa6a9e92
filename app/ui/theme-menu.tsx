import { Dropdown } from './dropdown.tsx';
import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import { type ThemeChoice, useShell } from './shell-context.ts';
import { texts } from './texts.ts';

const choices: readonly ThemeChoice[] = ['auto', 'light', 'dark', 'contrast'];

/**
 * Light, dark, system, or high contrast. A form, so that only the server stores it (spec
 * account#theme).
 */
export const ThemeMenu = () => {
  const { theme, addresses, address } = useShell();
  return (
    <Dropdown label={texts.shell.theme} kind="btn quiet sq" summary={<Icon name="theme" />}>
      <form method="post" action={addresses.theme} data-theme-form="">
        <HiddenFields of={{ back: address }} />
        <ul role="list" aria-label={texts.shell.theme}>
          {choices.map((choice) => (
            <li key={choice}>
              <button
                class="item"
                type="submit"
                name="theme"
                value={choice}
                aria-pressed={choice === theme}
              >
                {texts.shell.themes[choice]}
                <span class="end">
                  <Icon name="check" small />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dropdown>
  );
};
