import { Dropdown } from './dropdown.tsx';
import { Icon } from './icon.tsx';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { SeverityTag } from './word.tsx';

/** Unread warnings and notifications: their number, the newest, and links to all. */
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
                {texts.shell.unread(unread)}
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
            {notices.map(({ severity, text, to, reads }) => (
              <li key={reads ?? to}>
                <a class="item" href={to} {...(reads === undefined ? {} : { 'data-reads': reads })}>
                  {severity === undefined ? (
                    <Icon name="point" small />
                  ) : (
                    <SeverityTag of={severity} />
                  )}
                  <span>{text}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
        <div class="pop-foot acts">
          {isPage(addresses.notifications) && (
            <a href={addresses.notifications}>{texts.shell.allNotifications}</a>
          )}
          {isPage(addresses.warnings) && <a href={addresses.warnings}>{texts.shell.allWarnings}</a>}
        </div>
      </Dropdown>
    </div>
  );
};
