import { breadcrumb, type Crumb } from './menu.ts';
import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';

/** The path to this page. Phones show only the last step before it. */
export const Breadcrumb = ({ title, crumbs }: { title: string; crumbs: readonly Crumb[] }) => {
  const { menu, path } = useShell();
  return (
    <nav aria-label={texts.shell.breadcrumb}>
      <ol class="crumbs" role="list">
        {breadcrumb(menu, path, title, crumbs).map(({ label, to }) => (
          <li key={label} {...(to === undefined ? { 'aria-current': 'page' as const } : {})}>
            {to === undefined ? <span>{label}</span> : <a href={to}>{label}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
};
