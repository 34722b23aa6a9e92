import { Dropdown } from './dropdown.tsx';
import { Icon } from './icon.tsx';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { SeverityTag } from './word.tsx';

/** Unread warnings: their number, the newest, and a link to all. */
export const Bell = () => {
  const { unread, notices, addresses, isPage } = useShell();
  return (
    <div id="bell" data-follows-reading="">
      <Dropdown
        label={texts.shell.notifications(unread)}
        kind="btn quiet sq"
        summary={
          <>
            <Icon name="bell" />
            {unread > 0 && (
              <span class="dot" aria-hidden="true">
                {unread > 99 ? '99+' : unread}
              </span>
            )}
          </>
        }
      >
        <div class="pop-head strong">{texts.shell.notificationsHead}</div>
        {notices.length === 0 ? (
          <p class="pop-foot muted">{texts.shell.noNotifications}</p>
        ) : (
          <ul role="list">
            {notices.map(({ severity, text, to }) => (
              <li key={to}>
                <a class="item" href={to}>
                  <SeverityTag of={severity} />
                  <span>{text}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
        {isPage(addresses.warnings) && (
          <div class="pop-foot">
            <a href={addresses.warnings}>{texts.shell.allWarnings}</a>
          </div>
        )}
      </Dropdown>
    </div>
  );
};
