import { fieldsOf } from '../committees/index.ts';
import { locale } from '../language.ts';
import { parseMarkdown, plainMarkdown } from '../markdown/index.ts';
import type { PdfContent } from '../pdf/index.ts';
import type { AdoptedVersion } from './adopted-version.ts';
import { texts } from './texts.ts';

/** An adopted text as one Markdown text (spec adopted-versions#export). */
export const markdownOf = (version: AdoptedVersion): string =>
  `# ${plainMarkdown(titleOf(version))}\n\n${bodyOf(version)}\n`;

/** The same as the content of a PDF file. */
export const pdfOf = (version: AdoptedVersion): PdfContent => ({
  title: titleOf(version),
  language: locale,
  classification: version.properties['classification'] ?? '',
  foot: titleOf(version),
  createdAt: version.adoptedAt,
  blocks: parseMarkdown(bodyOf(version)),
});

const titleOf = ({ label, number }: AdoptedVersion): string => texts.exported.title(label, number);

function bodyOf(version: AdoptedVersion): string {
  const { adoptedOn, decision, adoptedBy } = version;
  const adoption = [
    `${texts.facts.adoptedOn}: ${adoptedOn}`,
    `${texts.facts.decision}: ${plainMarkdown(decision)}`,
    `${texts.facts.adoptedBy}: ${plainMarkdown(adoptedBy)}`,
  ];
  const fields = fieldsOf(version)
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => `## ${label}\n\n${linesOf(text)}`);
  return [listOf(adoption), ...fields].join('\n\n');
}

/** Several lines are a list, as on the page. */
function linesOf(text: string): string {
  const lines = text.split('\n').map(plainMarkdown);
  return lines.length === 1 ? (lines[0] ?? '') : listOf([...new Set(lines)]);
}

const listOf = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
