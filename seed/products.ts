/** What a department sells. Each article comes in five makes, and each make of it is a product. */
export interface Department {
  articles: readonly Article[];
  /** What can be said of any of its products. */
  remarks: readonly [string, ...string[]];
}

export interface Article {
  name: string;
  /** Words that go before its name, each a product: Brass desk lamp. */
  makes: readonly string[];
  /** About what it costs, in cents of USD. */
  price: number;
  about: string;
}

const home = department(`
  desk lamp | Brass, Walnut, Matte black, Ceramic, Folding | 4990 | Warm, dimmable light for reading.
  floor lamp | Arched, Tripod, Paper, Bamboo, Smoked glass | 12900 | Lights a corner without glare.
  mug | Café, Stoneware, Enamel, Double-walled, Espresso | 1490 | Keeps its heat and fits the hand.
  teapot | Cast iron, Glass, Porcelain, Clay, Copper | 3890 | Pours without a drip.
  throw blanket | Merino, Linen, Waffle, Mohair, Recycled cotton | 6900 | Soft at first touch.
  ramekin set | Crème brûlée, Stackable, Fluted, Speckled, Mini | 2490 | Six pieces, safe in the oven.
  wall clock | Oak, Silent, Marble, Railway, Cork | 5490 | Keeps time to the second for years.
  cutting board | Acacia, Maple, Slate, End-grain, Reversible | 3290 | Kind to knives.
  vase | Ribbed, Hand-blown, Terracotta, Bud, Déco | 3990 | Stands well with a single stem.
  scented candle | Cedar, Fig, Sea salt, Orange blossom, Beeswax | 2290 | Burns for fifty hours.

  Made in small batches, so no two are quite alike.
  A quiet piece that suits any room.
  Comes in a gift box.
  A good present for a new flat.
  Designed in Malmö.
`);

const office = department(`
  notebook | Dotted, Leather, Pocket, Spiral, Recycled | 1290 | Paper that takes ink without bleeding.
  fountain pen | Steel, Lacquered, Brass, Demonstrator, Piston | 5990 | A smooth nib for long letters.
  office chair | Mesh, Ergonomic, Leather, Compact, Kneeling | 28900 | Supports the back through a long day.
  standing desk | Electric, Bamboo, Corner, Crank, Compact | 44900 | Goes from sitting to standing in seconds.
  monitor arm | Single, Dual, Gas spring, Wall, Ultrawide | 11900 | Frees the desk below the screen.
  keyboard | Mechanical, Low-profile, Split, Wireless, Compact | 9900 | Crisp keys for hours of typing.
  mouse | Vertical, Wireless, Silent, Travel, Trackball | 4490 | Rests the wrist while you work.
  desk organiser | Felt, Cork, Walnut, Modular, Mesh | 2790 | A place for every pen and cable.
  planner | Weekly, Daily, Undated, Academic, Mini | 1890 | Room for plans and for what came instead.
  laptop stand | Aluminium, Folding, Wooden, Height-adjustable, Vertical | 3990 | Raises the screen to eye level.

  Looks at home in any study.
  A favourite in small studios.
  Comes in plain cardboard, without plastic.
  Can be returned free of charge within sixty days.
  Made from at least half recycled material.
`);

const audio = department(`
  headphones | Wireless, Noise-cancelling, Studio, Folding, Open-back | 17900 | Clear sound for long listening.
  earbuds | Wireless, Sport, Sleep, Wired, Bone-conduction | 7900 | Stay in place when you move.
  speaker | Bookshelf, Bluetooth, Waterproof, Smart, Party | 12900 | Fills a room with even sound.
  turntable | Belt-drive, Portable, Direct-drive, Bluetooth, Walnut | 24900 | Treats records with care.
  microphone | Condenser, Dynamic, USB, Lavalier, Shotgun | 9900 | Picks up the voice and not the room.
  soundbar | Compact, Wall, Curved, Gaming, Slim | 19900 | Better sound for films and games.
  radio | Digital, Kitchen, Crank, Retro, Shower | 6900 | Finds its stations by itself.
  audio cable | Braided, Coiled, Optical, Gold-plated, Flat | 1490 | No hum and no crackle, two metres long.
  headphone stand | Walnut, Aluminium, Charging, Wall, Acrylic | 2990 | Keeps headphones safe and in reach.
  piano | Digital, Stage, Folding, Beginner, Weighted-key | 49900 | Has the touch and tone of a concert grand.

  Made for people who listen closely.
  A favourite of broadcasters.
  Comes with a cloth bag.
  Every part can be replaced.
  Covered by a three-year warranty.
`);

const outdoor = department(`
  tent | Two-person, Family, Ultralight, Winter, Rooftop | 29900 | Up in five minutes, dry all night.
  sleeping bag | Down, Summer, Mummy, Children’s, Four-season | 15900 | Warm without weight.
  trail shoes | Waterproof, Cushioned, Lightweight, Vegan, Wide-fit | 12900 | Grip on wet rock and mud.
  backpack | Day, Trekking, Roll-top, Commuter, Hydration | 9900 | Sits close and carries well.
  water bottle | Insulated, Collapsible, Steel, Filter, Kids’ | 2490 | Keeps drinks cold for a day.
  headlamp | Rechargeable, Running, Waterproof, Red-light, Compact | 4490 | Lights the trail ahead.
  camping stove | Gas, Wood, Alcohol, Two-burner, Piezo | 6990 | Boils a litre in three minutes.
  hammock | Nylon, Cotton, Double, Mosquito-net, Piñata-striped | 5490 | Hangs between any two trees.
  rain jacket | Packable, Three-layer, Cycling, Fjord, Recycled | 13900 | Keeps out the worst of the weather.
  picnic basket | Wicker, Insulated, Four-person, Rosé, Bicycle | 7490 | Plates, glasses and room for lunch.

  At home in the garden and in the hills.
  Tested for a season in the Pyrénées.
  Repaired free of charge for life.
  Weighs less than it looks.
  Leave it in the rain: it does not mind.
`);

export const DEPARTMENTS: readonly Department[] = [home, office, audio, outdoor];

/** @param text its articles, then its remarks, a line each. */
function department(text: string): Department {
  const [articles = [], [first = '', ...others] = []] = text.split('\n\n').map((part) => part.trim().split(/\n +/));
  return { articles: articles.map(article), remarks: [first, ...others] };
}

function article(line: string): Article {
  const [name = '', makes = '', price, about = ''] = line.split(' | ');
  return { name, makes: makes.split(', '), price: Number(price), about };
}
