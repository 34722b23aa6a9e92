import type { FileItem } from '../formats/items.ts';
import { JsonSplitter, malformed } from '../formats/json/splitter.ts';
import { JsonLdReader, jsonLdArrays } from '../formats/json-ld/read.ts';
import { nativeArrays, nativeItem } from '../formats/native/read.ts';
import type { ImportFormat } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';
import { Batches } from './batches.ts';
import { HeldBack } from './held-back.ts';
import type { Importing } from './importing.ts';
import { chosenLate } from './late-mode.ts';

/** Turns the bytes of a file into batches of items. */
export class FileReading {
  /** Whether a statement describes a relation that the file states elsewhere. */
  describes = false;
  private readonly importing: Importing;
  private readonly splitter: JsonSplitter;
  private readonly batches: Batches;
  private readonly linked = new JsonLdReader();
  private readonly heldBack = new HeldBack();
  private readonly format: ImportFormat;
  private readonly isModeGiven: boolean;
  private understood = false;
  private hasItems = false;

  constructor(importing: Importing, format: ImportFormat, isModeGiven: boolean) {
    this.importing = importing;
    this.format = format;
    this.isModeGiven = isModeGiven;
    this.splitter = new JsonSplitter([
      ...(format === 'jsonld' ? [] : nativeArrays),
      ...(format === 'json' ? [] : jsonLdArrays),
    ]);
    this.batches = new Batches(importing);
  }

  async read(chunk: Uint8Array): Promise<void> {
    for (const part of this.splitter.push(chunk))
      for (const item of this.itemsOf(part)) await this.take(item);
  }

  async end(): Promise<void> {
    this.splitter.end();
    if (!this.understood && !this.splitter.hasLists) throw malformed(texts.emptyFile);
    for (const item of this.heldBack.release()) await this.batches.add(item);
    await this.batches.finish();
  }

  /** Resolves when the database processes nothing of the file. */
  settle(): Promise<void> {
    return this.batches.settle();
  }

  private itemsOf(part: Parameters<typeof nativeItem>[0]): readonly FileItem[] {
    const isLinked = part.key.startsWith('@') || part.key === '' || part.key.includes(':');
    if (
      isLinked ? this.format === 'json' : this.format === 'jsonld' && part.key !== 'conflict_mode'
    )
      return [];
    const items =
      isLinked || this.format === 'jsonld'
        ? this.linked.items(part)
        : [nativeItem(part) ?? []].flat();
    this.understood ||=
      part.index !== undefined ||
      part.key === 'entities' ||
      part.key === 'relations' ||
      part.key === '@graph';
    return items;
  }

  private async take(item: FileItem): Promise<void> {
    const { importing } = this;
    if (item.kind === 'mode') {
      if (this.isModeGiven) return;
      if (this.hasItems && item.mode !== importing.mode) throw chosenLate(item.mode);
      importing.mode = item.mode;
      return;
    }
    this.hasItems = true;
    if (
      item.kind === 'broken' ? item.of === 'relation' : item.kind === 'relation' && !item.describes
    )
      importing.tally.relationsRead += 1;
    if (item.kind === 'broken')
      return importing.tally.refuse(item.of, item.index, item.item, item.reason);
    if (item.kind === 'relation' && item.describes) this.describes = true;
    for (const each of item.kind === 'entity' ? this.heldBack.take(item) : [item])
      await this.batches.add(each);
  }
}
