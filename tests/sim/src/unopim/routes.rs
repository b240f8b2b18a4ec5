//! The routes: path, method, first version, permission key, handler.

use super::auth::accounts::Permission;
use super::auth::bearer::Caller;
use super::media::{category_upload, dam, product_upload, swatch_upload};
use super::products::{create, delete, patch, put, read as products};
use super::response::Outcome;
use super::server::Call;
use super::state::State;
use super::structure::{
    associations, attributes, categories, families, fields, groups, measurement, options, settings,
};
use super::version::Version;

pub type Handler = fn(&mut State, &Call) -> Outcome;

pub struct Endpoint {
    /// `:` stands for any one part.
    pattern: &'static str,
    pub method: &'static str,
    since: Version,
    /// Empty: no key protects the route.
    permission: &'static str,
    /// The first version that asks for the key.
    guarded: Version,
    pub run: Handler,
}

pub enum Match {
    Found(&'static Endpoint, Vec<String>),
    OtherMethods(Vec<&'static str>),
    Nothing,
}

const fn route(
    since: Version,
    method: &'static str,
    pattern: &'static str,
    permission: &'static str,
    run: Handler,
) -> Endpoint {
    Endpoint { pattern, method, since, permission, guarded: since, run }
}

/// A route of 1.0 that asks for its key only from 2.1 on.
const fn late(
    method: &'static str,
    pattern: &'static str,
    permission: &'static str,
    run: Handler,
) -> Endpoint {
    Endpoint { pattern, method, since: V1, permission, guarded: V2, run }
}

const V1: Version = Version::V1_0;
const V2: Version = Version::V2_1;
const V3: Version = Version::V3_0_0;
const V301: Version = Version::V3_0_1;

/// The only spelling before 2.1.
const MISSPELT: &str = "configrable-products";

static ROUTES: &[Endpoint] = &[
    route(V1, "GET", "locales", "api.settings.locales", settings::locales),
    route(V1, "GET", "locales/:", "api.settings.locales", settings::locale),
    route(V1, "GET", "channels", "api.settings.channels", settings::channels),
    route(V1, "GET", "channels/:", "api.settings.channels", settings::channel),
    route(V1, "GET", "currencies", "api.settings.currencies", settings::currencies),
    route(V1, "GET", "currencies/:", "api.settings.currencies", settings::currency),
    route(V1, "GET", "categories", "api.catalog.categories", categories::list),
    route(V1, "POST", "categories", "api.catalog.categories.create", categories::create),
    route(V1, "GET", "categories/:", "api.catalog.categories", categories::get),
    route(V1, "PUT", "categories/:", "api.catalog.categories.edit", categories::put),
    late("PATCH", "categories/:", "api.catalog.categories.edit", categories::patch),
    late("DELETE", "categories/:", "api.catalog.categories.delete", categories::delete),
    route(V1, "GET", "category-fields", "api.catalog.category_fields", fields::list),
    route(V1, "POST", "category-fields", "api.catalog.category_fields.create", fields::create),
    route(V1, "GET", "category-fields/:", "api.catalog.category_fields", fields::get),
    route(V1, "PUT", "category-fields/:", "api.catalog.category_fields.edit", fields::update),
    route(V3, "PATCH", "category-fields/:", "api.catalog.category_fields.edit", fields::update),
    route(V3, "DELETE", "category-fields/:", "api.catalog.category_fields.delete", fields::delete),
    late("GET", "category-fields/:/options", "api.catalog.category_fields", options::of_field),
    late("POST", "category-fields/:/options", "api.catalog.category_fields.create", options::add_to_field),
    late("PUT", "category-fields/:/options", "api.catalog.category_fields.edit", options::change_of_field),
    route(
        V3,
        "DELETE",
        "category-fields/:/options/:",
        "api.catalog.category_fields.delete",
        options::drop_of_field,
    ),
    route(V1, "GET", "attributes", "api.catalog.attributes", attributes::list),
    route(V1, "POST", "attributes", "api.catalog.attributes.create", attributes::create),
    route(V1, "GET", "attributes/:", "api.catalog.attributes", attributes::get),
    route(V1, "PUT", "attributes/:", "api.catalog.attributes.edit", attributes::update),
    route(V3, "PATCH", "attributes/:", "api.catalog.attributes.edit", attributes::update),
    route(V3, "DELETE", "attributes/:", "api.catalog.attributes.delete", attributes::delete),
    late("GET", "attributes/:/options", "api.catalog.attributes", options::of_attribute),
    late("POST", "attributes/:/options", "api.catalog.attributes.create", options::add_to_attribute),
    late("PUT", "attributes/:/options", "api.catalog.attributes.edit", options::change_of_attribute),
    route(
        V3,
        "DELETE",
        "attributes/:/options/:",
        "api.catalog.attributes.delete",
        options::drop_of_attribute,
    ),
    route(V1, "GET", "attribute-groups", "api.catalog.attribute_groups", groups::list),
    route(V1, "POST", "attribute-groups", "api.catalog.attribute_groups.create", groups::create),
    route(V1, "GET", "attribute-groups/:", "api.catalog.attribute_groups", groups::get),
    route(V1, "PUT", "attribute-groups/:", "api.catalog.attribute_groups.edit", groups::update),
    route(V3, "PATCH", "attribute-groups/:", "api.catalog.attribute_groups.edit", groups::update),
    route(V3, "DELETE", "attribute-groups/:", "api.catalog.attribute_groups.delete", groups::delete),
    route(V1, "GET", "families", "api.catalog.families", families::list),
    route(V1, "POST", "families", "api.catalog.families.create", families::create),
    route(V1, "GET", "families/:", "api.catalog.families", families::get),
    route(V1, "PUT", "families/:", "api.catalog.families.edit", families::update),
    route(V3, "PATCH", "families/:", "api.catalog.families.edit", families::update),
    route(V3, "DELETE", "families/:", "api.catalog.families.delete", families::delete),
    route(V1, "GET", "products", "api.catalog.products", products::simple_list),
    route(V1, "POST", "products", "api.catalog.products.create", create::simple),
    route(V1, "GET", "products/:", "api.catalog.products", products::simple),
    route(V1, "PUT", "products/:", "api.catalog.products.edit", put::simple),
    late("PATCH", "products/:", "api.catalog.products.edit", patch::any),
    late("DELETE", "products/:", "api.catalog.products.delete", delete::any),
    route(V1, "GET", MISSPELT, "api.catalog.products", products::configurable_list),
    route(V1, "POST", MISSPELT, "api.catalog.products.create", create::configurable),
    route(V1, "GET", "configrable-products/:", "api.catalog.products", products::configurable),
    route(V1, "PUT", "configrable-products/:", "api.catalog.products.edit", put::configurable),
    late("PATCH", "configrable-products/:", "api.catalog.products.edit", patch::any),
    route(V2, "GET", "configurable-products", "api.catalog.products", products::configurable_list),
    route(V2, "POST", "configurable-products", "api.catalog.products.create", create::configurable),
    route(V2, "GET", "configurable-products/:", "api.catalog.products", products::configurable),
    route(V2, "PUT", "configurable-products/:", "api.catalog.products.edit", put::configurable),
    route(V2, "PATCH", "configurable-products/:", "api.catalog.products.edit", patch::any),
    route(V2, "DELETE", "configurable-products/:", "api.catalog.products.delete", delete::any),
    late("POST", "media-files/product", "api.catalog.products.edit", product_upload::store),
    late("POST", "media-files/category", "api.catalog.categories.edit", category_upload::store),
    route(V2, "POST", "media-files/swatch", "api.catalog.attributes.edit", swatch_upload::store),
    route(V3, "GET", "media-files/product", "api.catalog.products", product_upload::paths),
    route(V3, "GET", "measurement", "api.catalog.measurements", measurement::families),
    route(V3, "GET", "measurement/:", "api.catalog.measurements", measurement::family),
    route(V3, "GET", "units/:", "api.catalog.measurements.units", measurement::units),
    route(V3, "GET", "units/:/:", "api.catalog.measurements.units", measurement::unit),
    route(V3, "GET", "attribute-measurement/config/:", "api.catalog.measurements", measurement::config),
    route(V3, "GET", "attribute-measurement/:", "api.catalog.measurements", measurement::attributes),
    route(V1, "GET", "assets", "api.dam.assets", dam::list),
    route(V1, "GET", "assets/:", "api.dam.assets.getById", dam::get),
    route(V1, "GET", "assets/download/:", "api.dam.assets.download", dam::download),
    route(V301, "GET", "association-types", "api.catalog.association_types", associations::list),
    route(V301, "GET", "association-types/:", "api.catalog.association_types", associations::get),
];

impl Endpoint {
    pub fn is_misspelt(&self) -> bool {
        self.pattern.starts_with(MISSPELT)
    }

    pub fn is_open_to(&self, caller: &Caller, version: Version) -> bool {
        if caller.permission == Some(Permission::All) {
            return true;
        }
        (version < self.guarded && version.allows_unmapped_routes()) || caller.may(self.permission)
    }

    fn params(&self, parts: &[&str]) -> Option<Vec<String>> {
        let wanted: Vec<&str> = self.pattern.split('/').collect();
        if wanted.len() != parts.len() {
            return None;
        }
        let mut params = Vec::new();
        for (want, part) in wanted.iter().zip(parts) {
            match *want {
                ":" => params.push((*part).to_owned()),
                fixed if fixed == *part => {}
                _ => return None,
            }
        }
        Some(params)
    }
}

pub fn find(version: Version, method: &str, path: &str) -> Match {
    let parts: Vec<&str> = path.split('/').collect();
    let mut methods = Vec::new();
    for endpoint in ROUTES.iter().filter(|endpoint| endpoint.since <= version) {
        let Some(params) = endpoint.params(&parts) else { continue };
        if endpoint.method == method {
            return Match::Found(endpoint, params);
        }
        if !methods.contains(&endpoint.method) {
            methods.push(endpoint.method);
            if endpoint.method == "GET" {
                methods.push("HEAD");
            }
        }
    }
    if methods.is_empty() { Match::Nothing } else { Match::OtherMethods(methods) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_exist_from_2_1_on() {
        assert!(matches!(find(V1, "GET", "configurable-products"), Match::Nothing));
        for version in [V2, V3, V301] {
            assert!(matches!(find(version, "GET", "configurable-products"), Match::Found(..)));
            assert!(matches!(find(version, "GET", "configrable-products/tee"), Match::Found(..)));
        }
    }

    #[test]
    fn a_wrong_method_names_the_right_ones() {
        match find(V1, "DELETE", "locales") {
            Match::OtherMethods(methods) => assert_eq!(methods, ["GET", "HEAD"]),
            _ => panic!("the route exists"),
        }
    }

    #[test]
    fn deleting_structure_comes_with_3_0() {
        assert!(matches!(find(V2, "DELETE", "attributes/brand"), Match::OtherMethods(_)));
        assert!(matches!(find(V3, "DELETE", "attributes/brand"), Match::Found(..)));
    }
}
