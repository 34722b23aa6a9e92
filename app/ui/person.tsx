import { initials } from './words.ts';

export interface PersonProps {
  readonly name: string;
  /** Name in the address book, shown after the name. */
  readonly also?: string;
  readonly to?: string;
  /** Address of the picture, if there is one. */
  readonly avatar?: string | null;
}

/** A user: picture or initials, and the name. Ids are for programs. */
export const Person = ({ name, also, to, avatar = null }: PersonProps) => (
  <span class="who">
    <Avatar name={name} src={avatar} />
    <span>
      {to === undefined ? (
        name
      ) : (
        <a class="plain" href={to}>
          {name}
        </a>
      )}
      {also !== undefined && <span class="muted"> {also}</span>}
    </span>
  </span>
);

/** The picture or the initials. Decorative, because the name is always beside it. */
export const Avatar = ({
  name,
  src = null,
  large = false,
}: {
  name: string;
  src?: string | null;
  large?: boolean;
}) => {
  const kind = large ? 'av l' : 'av';
  if (src === null) {
    return (
      <span class={kind} aria-hidden="true">
        {initials(name)}
      </span>
    );
  }
  return (
    <img
      class={kind}
      src={src}
      alt=""
      width={large ? 32 : 24}
      height={large ? 32 : 24}
      loading="lazy"
    />
  );
};
