//! Words for names and texts, in three languages side by side.

/// English, French, German.
pub(super) type Word = [&'static str; 3];

pub(super) const LOCALES: [&str; 3] = ["en_US", "fr_FR", "de_DE"];

pub(super) const MANNERS: &[Word] = &[
    ["Classic", "Classique", "Klassisch"],
    ["Light", "Léger", "Leicht"],
    ["Organic", "Bio", "Bio"],
    ["Slim", "Ajusté", "Schmal"],
    ["Rugged", "Robuste", "Robust"],
    ["Soft", "Doux", "Weich"],
    ["Compact", "Compact", "Kompakt"],
    ["Foldable", "Pliable", "Faltbar"],
    ["Waterproof", "Imperméable", "Wasserdicht"],
    ["Everyday", "Quotidien", "Alltags"],
    ["Premium", "Premium", "Premium"],
    ["Vintage", "Rétro", "Retro"],
];

pub(super) const THINGS: &[Word] = &[
    ["Mug", "Tasse", "Becher"],
    ["Backpack", "Sac à dos", "Rucksack"],
    ["Lamp", "Lampe", "Leuchte"],
    ["Notebook", "Carnet", "Notizbuch"],
    ["Bottle", "Bouteille", "Flasche"],
    ["Chair", "Chaise", "Stuhl"],
    ["Blanket", "Couverture", "Decke"],
    ["Clock", "Horloge", "Uhr"],
    ["Pan", "Poêle", "Pfanne"],
    ["Umbrella", "Parapluie", "Regenschirm"],
    ["Speaker", "Enceinte", "Lautsprecher"],
    ["Basket", "Panier", "Korb"],
];

pub(super) const GARMENTS: &[Word] = &[
    ["T-shirt", "T-shirt", "T-Shirt"],
    ["Hoodie", "Sweat à capuche", "Kapuzenpullover"],
    ["Jacket", "Veste", "Jacke"],
    ["Trousers", "Pantalon", "Hose"],
    ["Dress", "Robe", "Kleid"],
    ["Cap", "Casquette", "Mütze"],
    ["Socks", "Chaussettes", "Socken"],
    ["Sneakers", "Baskets", "Turnschuhe"],
];

pub(super) const MATERIALS: &[(&str, Word)] = &[
    ("cotton", ["Cotton", "Coton", "Baumwolle"]),
    ("wool", ["Wool", "Laine", "Wolle"]),
    ("linen", ["Linen", "Lin", "Leinen"]),
    ("steel", ["Steel", "Acier", "Stahl"]),
    ("ceramic", ["Ceramic", "Céramique", "Keramik"]),
    ("oak", ["Oak", "Chêne", "Eiche"]),
    ("glass", ["Glass", "Verre", "Glas"]),
    ("recycled_pet", ["Recycled PET", "PET recyclé", "Recyceltes PET"]),
];

pub(super) const COLOURS: &[(&str, Word, &str)] = &[
    ("Red", ["Red", "Rouge", "Rot"], "#cc0000"),
    ("Green", ["Green", "Vert", "Grün"], "#2e8b57"),
    ("Yellow", ["Yellow", "Jaune", "Gelb"], "#f2c500"),
    ("Black", ["Black", "Noir", "Schwarz"], "#000000"),
    ("White", ["White", "Blanc", "Weiß"], "#ffffff"),
    ("Navy", ["Navy", "Bleu marine", "Marineblau"], "#001f5b"),
];

pub(super) const SIZES: &[&str] = &["XS", "S", "M", "L", "XL", "XXL"];

pub(super) const BRANDS: &[&str] = &["acme", "globex", "northpeak", "lumen", "atelier_vert", "hansa"];

pub(super) const FEATURES: &[(&str, Word)] = &[
    ("dishwasher_safe", ["Dishwasher safe", "Passe au lave-vaisselle", "Spülmaschinenfest"]),
    ("handmade", ["Handmade", "Fait main", "Handgemacht"]),
    ("vegan", ["Vegan", "Végane", "Vegan"]),
    ("fair_trade", ["Fair trade", "Commerce équitable", "Fairer Handel"]),
    ("two_year_warranty", ["Two-year warranty", "Garantie deux ans", "Zwei Jahre Garantie"]),
];

pub(super) const TAGS: &[(&str, Word)] = &[
    ("new_in", ["New in", "Nouveauté", "Neu"]),
    ("sale", ["Sale", "Soldes", "Angebot"]),
    ("gift", ["Gift idea", "Idée cadeau", "Geschenkidee"]),
    ("eco", ["Eco", "Éco", "Öko"]),
];

pub(super) const SHELVES: &[Word] = &[
    ["Clothing", "Vêtements", "Kleidung"],
    ["Kitchen", "Cuisine", "Küche"],
    ["Living", "Maison", "Wohnen"],
    ["Outdoor", "Plein air", "Draußen"],
    ["Office", "Bureau", "Büro"],
    ["Gifts", "Cadeaux", "Geschenke"],
    ["Travel", "Voyage", "Reise"],
    ["Kids", "Enfants", "Kinder"],
];

pub(super) const SENTENCES: &[Word] = &[
    [
        "Made to be used every day, it keeps its shape and its colour for years.",
        "Conçu pour un usage quotidien, il garde sa forme et sa couleur pendant des années.",
        "Für jeden Tag gemacht, behält es über Jahre Form und Farbe.",
    ],
    [
        "The material is chosen with care and comes from certified suppliers.",
        "La matière est choisie avec soin et provient de fournisseurs certifiés.",
        "Das Material ist sorgfältig gewählt und stammt von zertifizierten Lieferanten.",
    ],
    [
        "Delivered in a box that can be recycled, without any plastic.",
        "Livré dans une boîte recyclable, sans aucun plastique.",
        "Geliefert in einer recycelbaren Schachtel, ganz ohne Plastik.",
    ],
    [
        "Clean it with a damp cloth & mild soap; do not use bleach.",
        "Nettoyer avec un chiffon humide et du savon doux ; ne pas utiliser d'eau de Javel.",
        "Mit feuchtem Tuch und milder Seife reinigen; keine Bleiche verwenden.",
    ],
    [
        "A favourite of our customers since the first edition.",
        "Un favori de nos clients depuis la première édition.",
        "Seit der ersten Auflage ein Liebling unserer Kundschaft.",
    ],
];
