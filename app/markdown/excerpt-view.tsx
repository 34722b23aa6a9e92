import { excerptParts } from './excerpt.ts';

/** Where the words of a search stand. */
export const Excerpt = ({ of, words }: { readonly of: string; readonly words: string }) => (
  <span class="sub excerpt">
    {excerptParts(of, words).map(({ text, isFound }, at) => {
      const key = `${at}`;
      return isFound ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
    })}
  </span>
);
