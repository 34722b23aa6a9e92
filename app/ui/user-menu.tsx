import { zoneLabel } from '../time-zone.ts';
import { Dropdown, MenuGroups } from './dropdown.tsx';
import { Avatar } from './person.tsx';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

/** The signed-in user, their own pages, and sign-out. */
export const UserMenu = () => {
  const { actor, addresses, unreadWarnings, isPage, timeZone } = useShell();
  if (actor === undefined) return null;
  return (
    <Dropdown
      kind="btn quiet sq"
      summary={
        <>
          <Avatar name={actor.name} src={actor.avatar ?? null} />
          <span class="vh">{texts.shell.account(actor.name)}</span>
        </>
      }
    >
      <div class="pop-head">
        <div class="strong">{actor.name}</div>
        <div class="muted">{actor.roles}</div>
        <div class="muted small">{texts.time.zone(zoneLabel(timeZone))}</div>
      </div>
      <MenuGroups
        groups={[
          [
            { label: texts.shell.profile, to: addresses.profile },
            { label: texts.shell.preferences, to: addresses.preferences },
            ...(isPage(addresses.warnings)
              ? [
                  {
                    label: texts.shell.warnings,
                    to: addresses.warnings,
                    countsWarnings: true as const,
                    ...(unreadWarnings > 0 ? { hint: texts.shell.unread(unreadWarnings) } : {}),
                  },
                ]
              : []),
          ],
          [{ label: texts.shell.signOut, post: addresses.signOut }],
        ]}
      />
    </Dropdown>
  );
};
