import { useShell } from './shell-context.ts';
import { texts } from './texts.ts';
import { Tag } from './word.tsx';

/** Names the environment, except on production. */
export const EnvironmentBadge = () => {
  const { environment } = useShell();
  return environment === 'prod' ? null : (
    <Tag>{texts.shell.environments[environment] ?? environment}</Tag>
  );
};
