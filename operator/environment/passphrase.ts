import { randomInt } from 'node:crypto';

// Four words of 128 and a digit: about 31 bits, for a password that is read aloud once and must be
// changed at the first sign-in, where failures are counted.
const words = (
  'acorn amber anchor antler apron arrow aspen badger bamboo barley basil beacon birch bison bramble breeze ' +
  'bridge bronze candle canyon cedar cherry cinder citrus clover cobalt comet copper coral cotton cricket crystal ' +
  'dahlia delta desert dragon ember falcon feather fennel fern fjord flint forest fossil galaxy garnet ginger ' +
  'glacier granite gravel harbor hazel heron hickory honey horizon indigo iris island ivory jasmine juniper kestrel ' +
  'lagoon lantern laurel lemon lichen lilac linen lotus lynx magnet maple marble meadow mercury mint mosaic ' +
  'nectar nickel nutmeg oasis obsidian olive onyx orchid osprey otter oyster paprika pebble pepper pine planet ' +
  'plum pollen poplar prairie quartz quill rapids raven ravine reef ribbon river robin rocket saffron sage ' +
  'salmon sequoia shadow sierra silver spruce summit sunset thistle thunder timber tundra velvet violet walnut willow'
).split(' ');

/** A readable password, e.g. `kestrel-9-ravine-tundra-olive`. */
export function passphrase(): string {
  const word = () => words[randomInt(words.length)] ?? '';
  return [word(), String(randomInt(10)), word(), word(), word()].join('-');
}
