import { HiddenFields } from './form.tsx';
import { Icon } from './icon.tsx';
import { type AccountNotice, useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { Time } from './time.tsx';

/** Security events of the reader's account. Shown on every page until dismissed. */
export const SecurityNotices = ({ of: notices }: { of: readonly AccountNotice[] }) => {
  const { addresses } = useShell();
  const [newest] = notices;
  if (newest === undefined) return null;
  const own = notices.filter((notice) => !notice.isQuiet).length;
  const isQuiet = own === 0;
  return (
    <section class={isQuiet ? 'note' : 'note warn'} aria-labelledby="security-notices">
      <Icon name={isQuiet ? 'key' : 'warn'} />
      <div class="grow">
        <p class="strong" id="security-notices">
          {texts.securityNotices.title(notices.length)}
        </p>
        <ul class="notices" role="list">
          {notices.map((notice) => (
            <Line key={notice.id} {...notice} />
          ))}
        </ul>
        {own > 0 && <p>{texts.securityNotices.doubt(own)}</p>}
        <div class="acts">
          <Dismissal
            from={notices.at(-1)?.id ?? newest.id}
            until={newest.id}
            count={notices.length}
          />
          <a href={addresses.securityActivity}>{texts.securityNotices.review}</a>
        </div>
      </div>
    </section>
  );
};

const Line = ({ text, at, where }: AccountNotice) => (
  <li>
    {text}
    <span class="sub">
      <Time at={at} style="moment" />
      {where !== undefined && ` · ${where}`}
    </span>
  </li>
);

interface DismissalProps {
  readonly from: string;
  readonly until: string;
  readonly count: number;
}

const Dismissal = ({ from, until, count }: DismissalProps) => {
  const { addresses, address: back } = useShell();
  return (
    <form method="post" action={addresses.dismissNotices}>
      <HiddenFields of={{ from, until, back }} />
      <button class="btn sm" type="submit">
        {texts.securityNotices.dismiss(count)}
      </button>
    </form>
  );
};
