/**
 * 512 short English words, nine bits each, for passwords that are read out: from nature and crafts,
 * easy to tell apart.
 */
export const words: readonly string[] = `
abbey acorn adder agate alder almond alpine amber anchor anvil apple apricot arbor arch arctic arrow ash aspen aster atlas atoll
autumn avocet azure badger bagel bamboo banjo barley basalt basil basin bayou beacon beaver beech beetle bell birch bison blossom
bluebell bluff boat bobcat bonfire borage bough boulder bracken bramble branch brass breeze briar brick bridge brisk bronze brook
broom bucket buffalo burrow butter cabin cactus cairn camel canal candle canoe canopy canyon cape caraway cardinal caribou carp
carrot cascade castle catkin cavern cedar celery cello chalk chapel charcoal cheetah cherry chestnut chisel cider cinder citrus
clam clay cliff clover coast cobalt cobble cocoa comet compass condor copper coral cork cormorant corn cosmos cotton cougar cove
coyote crab crag crane crater creek cricket crocus crow crystal curlew current cypress dahlia daisy dale damson dawn deer delta
desert dew dingo dolphin dome donkey dove dragon drift drum dune dusk eagle earth echo eddy eel egret elder elk elm ember emerald
ermine estuary falcon fathom feather fennel fern ferry fiddle field fig finch fir fjord flame flint flora flute foal fog forest
forge fossil fox frost galaxy gale gannet garden garlic garnet gazelle gecko geyser ginger glacier glade glen goat goose gopher
gorge gorse granite grape grass gravel grouse grove gull hammer harbor hare harp harvest hawk hazel heath heather hedge hemlock
heron hickory hill holly honey horizon hornet husky hyacinth ibex ibis iceberg indigo inlet iris iron island ivory ivy jackal jade
jaguar jasmine jasper jay jetty juniper kayak kelp kernel kestrel kettle kite kiwi koala lagoon lake lantana lantern larch lark
laurel lava lavender leaf ledge lemon lemur lentil leopard lichen lilac lily lime linden linnet lion lizard llama lobster locust
lodge loom lotus lupin lynx magnet magnolia magpie mallard mango mantle maple marble marigold marlin marmot marsh marten maze
meadow meerkat melon meteor millet minnow mint mirror mist mole moon moor moose morning mosaic moss moth mountain mulberry mussel
mustard myrtle narwhal nebula nectar nettle newt nightjar nimbus north nutmeg oak oasis oat ocean ocelot olive onyx opal orange
orbit orchard orchid oriole osprey otter owl oxbow oyster paddle palm panda panther paprika parrot parsley partridge pasture path
peach peak pear pebble pecan pelican pepper perch petal pheasant pigeon pike pine pioneer plain planet plateau plover plum polar
pollen pond poplar poppy prairie prism puffin puma quail quarry quartz quill quince rabbit raccoon rain ram rapids raven ravine
reed reef ridge river robin rocket rook rose rowan ruby rudder rush rye saddle saffron sage sail salmon salt sand sapphire sardine
satin savanna seal sedge sequoia shadow shale shark shell shore shrike silk silver skylark slate sloe snail snow sorrel south
spark sparrow spinach spire spring spruce squid squirrel star starling stoat stone stork storm stream summit sunrise swallow swan
swift sycamore tamarind tangerine teal tern thicket thistle thrush thunder thyme tide tiger timber toad topaz torrent tower trail
trout tulip tundra turnip turtle valley vanilla velvet violet viper vista vole walnut walrus warbler wasp waterfall wave weasel
wheat willow wind winter wolf wombat wren yak yarrow zebra zenith zephyr zinc
`
  .trim()
  .split(/\s+/);
