//! Settings, attributes, groups and families, scoped as a stock installation scopes them.

use super::Plan;
use super::words::{BRANDS, COLOURS, FEATURES, LOCALES, MATERIALS, SIZES, TAGS, Word};
use crate::catalogue::standard::{self, labels};
use crate::unopim::State;
use crate::unopim::records::{
    Attribute, AttributeOption, Channel, Currency, Family, FamilyGroup, Group, Labels, Locale,
};

pub(super) fn word_labels(word: &Word) -> Labels {
    LOCALES.iter().zip(word).map(|(locale, text)| ((*locale).to_owned(), (*text).to_owned())).collect()
}

pub(super) fn install(state: &mut State, plan: &Plan) {
    standard::install(state);
    for (code, enabled) in
        [("de_DE", true), ("en_US", true), ("es_ES", false), ("fr_FR", true), ("ja_JP", false)]
    {
        state.locales.insert(Locale { code: code.to_owned(), enabled });
    }
    for (code, name, enabled) in
        [("EUR", "Euro", true), ("GBP", "British Pound", false), ("USD", "US Dollar", true)]
    {
        let names = labels(&[("en_US", name)]);
        state.currencies.insert(Currency { code: code.to_owned(), enabled, names });
    }
    for (code, word, root, locales, currencies) in [
        (
            "default",
            ["Default", "Défaut", "Standard"],
            "root",
            &["de_DE", "en_US", "fr_FR"][..],
            &["EUR", "USD"][..],
        ),
        ("web", ["Web shop", "Boutique web", "Webshop"], "web_root", &["en_US", "fr_FR"], &["EUR"]),
    ] {
        let own = |list: &[&str]| list.iter().map(|item| (*item).to_owned()).collect();
        state.channels.insert(Channel {
            code: code.to_owned(),
            labels: word_labels(&word),
            root_category: root.to_owned(),
            locales: own(locales),
            currencies: own(currencies),
        });
    }
    category_fields(state);
    attributes(state, plan);
    options(state);
    groups_and_families(state);
}

fn category_fields(state: &mut State) {
    for (position, (code, kind, word, required)) in (0..).zip([
        ("name", "text", ["Name", "Nom", "Name"], true),
        ("description", "textarea", ["Description", "Description", "Beschreibung"], false),
    ]) {
        let mut field = Attribute::new(code, kind);
        (field.position, field.required, field.per_locale) = (Some(position), required, true);
        field.wysiwyg = kind == "textarea";
        field.labels = word_labels(&word);
        state.category_fields.insert(field);
    }
    let mut picture = Attribute::new("picture", "image");
    picture.position = Some(2);
    picture.labels = word_labels(&["Picture", "Image", "Bild"]);
    state.category_fields.insert(picture);
}

/// Code, type, scope (`c` channel, `l` locale), validation or flag, labels.
const ATTRIBUTES: &[(&str, &str, &str, &str, Word)] = &[
    ("sku", "text", "", "required unique", ["SKU", "UGS", "Artikelnummer"]),
    ("name", "text", "cl", "required", ["Name", "Nom", "Name"]),
    ("url_key", "text", "", "unique", ["URL Key", "Clé d'URL", "URL-Schlüssel"]),
    ("tax_category_id", "select", "c", "", ["Tax Category", "Catégorie de taxe", "Steuerkategorie"]),
    ("image", "image", "", "", ["Image", "Image", "Bild"]),
    (
        "short_description",
        "textarea",
        "cl",
        "wysiwyg",
        ["Short Description", "Description courte", "Kurzbeschreibung"],
    ),
    ("description", "textarea", "cl", "wysiwyg", ["Description", "Description", "Beschreibung"]),
    ("price", "price", "cl", "", ["Price", "Prix", "Preis"]),
    ("cost", "price", "c", "", ["Cost", "Coût", "Kosten"]),
    ("meta_title", "textarea", "cl", "", ["Meta Title", "Méta-titre", "Meta-Titel"]),
    ("meta_keywords", "textarea", "cl", "", ["Meta Keywords", "Mots-clés", "Meta-Schlagwörter"]),
    ("meta_description", "textarea", "cl", "", ["Meta Description", "Méta-description", "Meta-Beschreibung"]),
    ("length", "text", "", "decimal", ["Length", "Longueur", "Länge"]),
    ("width", "text", "", "decimal", ["Width", "Largeur", "Breite"]),
    ("height", "text", "", "decimal", ["Height", "Hauteur", "Höhe"]),
    ("weight", "text", "", "decimal", ["Weight", "Poids", "Gewicht"]),
    ("color", "select", "", "", ["Color", "Couleur", "Farbe"]),
    ("size", "select", "", "", ["Size", "Taille", "Größe"]),
    ("brand", "select", "", "", ["Brand", "Marque", "Marke"]),
    ("product_number", "text", "", "", ["Product Number", "Numéro de produit", "Produktnummer"]),
    ("manage_stock", "boolean", "c", "", ["Manage Stock", "Gérer le stock", "Bestand verwalten"]),
    ("sale_price", "price", "cl", "", ["Sale Price", "Prix soldé", "Angebotspreis"]),
    ("gallery", "gallery", "", "", ["Gallery", "Galerie", "Galerie"]),
    ("manual", "file", "", "", ["Manual", "Notice", "Anleitung"]),
    ("material", "select", "", "", ["Material", "Matière", "Material"]),
    ("features", "multiselect", "", "", ["Features", "Atouts", "Merkmale"]),
    ("tags", "multiselect", "", "", ["Tags", "Étiquettes", "Schlagwörter"]),
    ("care", "checkbox", "", "", ["Care", "Entretien", "Pflege"]),
    ("care_note", "textarea", "l", "", ["Care Note", "Conseil d'entretien", "Pflegehinweis"]),
    ("gtin", "text", "", "", ["GTIN", "GTIN", "GTIN"]),
    ("rating", "text", "", "number", ["Rating", "Note", "Bewertung"]),
    ("release_date", "date", "", "", ["Release Date", "Date de sortie", "Erscheinungsdatum"]),
    ("available_from", "datetime", "", "", ["Available From", "Disponible dès", "Verfügbar ab"]),
];

fn attributes(state: &mut State, plan: &Plan) {
    for (position, (code, kind, scope, rule, word)) in (1..).zip(ATTRIBUTES) {
        let mut attribute = Attribute::new(code, kind);
        attribute.position = Some(position);
        attribute.per_channel = scope.contains('c');
        attribute.per_locale = scope.contains('l');
        attribute.required = rule.contains("required");
        attribute.unique = rule.contains("unique");
        attribute.wysiwyg = *rule == "wysiwyg";
        attribute.validation = ["decimal", "number"].contains(rule).then(|| (*rule).to_owned());
        attribute.labels = word_labels(word);
        if *code == "color" && plan.version.has_swatches() {
            attribute.swatch = Some("color".to_owned());
        }
        state.attributes.insert(attribute);
    }
    if plan.version.has_measurement() {
        let mut length = Attribute::new("net_length", "measurement");
        length.labels = word_labels(&["Net length", "Longueur nette", "Nettolänge"]);
        length.measurement = Some(("Length".to_owned(), "CENTIMETER".to_owned()));
        state.attributes.insert(length);
    }
    if plan.edge_share > 0 {
        // A type that an extension brought and nobody else knows.
        let mut unknown = Attribute::new("hologram", "hologram");
        unknown.labels = word_labels(&["Hologram", "Hologramme", "Hologramm"]);
        state.attributes.insert(unknown);
    }
}

fn options(state: &mut State) {
    for (code, word, colour) in COLOURS {
        add(state, "color", code, &word_labels(word), Some(colour));
    }
    for size in SIZES {
        add(state, "size", size, &word_labels(&[size; 3]), None);
    }
    for brand in BRANDS {
        // Brands are names: one label, and none in other languages.
        add(state, "brand", brand, &labels(&[("en_US", &capitalised(brand))]), None);
    }
    for (attribute, list) in [("material", MATERIALS), ("features", FEATURES), ("tags", TAGS)] {
        for (code, word) in list {
            add(state, attribute, code, &word_labels(word), None);
        }
    }
    for (code, word) in [
        ("wash_30", ["Wash at 30 °C", "Lavage à 30 °C", "Waschen bei 30 °C"]),
        ("no_bleach", ["Do not bleach", "Ne pas blanchir", "Nicht bleichen"]),
    ] {
        add(state, "care", code, &word_labels(&word), None);
    }
    add(state, "tax_category_id", "standard", &word_labels(&["Standard", "Normal", "Normal"]), None);
}

pub(super) fn capitalised(code: &str) -> String {
    let words = code.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

fn add(state: &mut State, attribute: &str, code: &str, labels: &Labels, swatch: Option<&str>) {
    let id = state.next_option_id();
    let Some(attribute) = state.attributes.get_mut(attribute) else { return };
    let next = i64::try_from(attribute.options.len()).unwrap_or(0) + 1;
    attribute.options.push(AttributeOption {
        id,
        code: code.to_owned(),
        sort_order: Some(next),
        labels: labels.clone(),
        swatch: swatch.filter(|_| attribute.swatch.is_some()).map(str::to_owned),
    });
}

fn groups_and_families(state: &mut State) {
    const GROUPS: &[(&str, Word, &[&str])] = &[
        (
            "general",
            ["General", "Général", "Allgemein"],
            &[
                "sku",
                "name",
                "url_key",
                "product_number",
                "brand",
                "color",
                "size",
                "material",
                "gtin",
                "tax_category_id",
            ],
        ),
        (
            "description",
            ["Description", "Description", "Beschreibung"],
            &["short_description", "description", "features", "tags", "care", "care_note", "rating"],
        ),
        (
            "meta_description",
            ["Meta Description", "Méta-description", "Meta-Beschreibung"],
            &["meta_title", "meta_keywords", "meta_description"],
        ),
        ("price", ["Price", "Prix", "Preis"], &["price", "cost", "sale_price", "manage_stock"]),
        ("media", ["Media", "Média", "Medien"], &["image", "gallery", "manual"]),
        (
            "technical",
            ["Technical", "Technique", "Technik"],
            &[
                "length",
                "width",
                "height",
                "weight",
                "net_length",
                "release_date",
                "available_from",
                "hologram",
            ],
        ),
    ];
    for (code, word, _) in GROUPS {
        state.groups.insert(Group { code: (*code).to_owned(), labels: word_labels(word) });
    }
    for (family, word, without) in [
        ("default", ["Default", "Défaut", "Standard"], &[][..]),
        ("apparel", ["Apparel", "Mode", "Mode"], &["manual", "net_length"][..]),
    ] {
        let groups = (1..).zip(GROUPS).map(|(position, (code, _, attributes))| {
            let known =
                attributes.iter().filter(|code| state.attributes.contains(code) && !without.contains(*code));
            FamilyGroup {
                code: (*code).to_owned(),
                position,
                attributes: (1..).zip(known).map(|(position, code)| ((*code).to_owned(), position)).collect(),
            }
        });
        let groups = groups.collect();
        state.families.insert(Family { code: family.to_owned(), labels: word_labels(&word), groups });
    }
}
