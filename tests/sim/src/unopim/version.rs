//! Which UnoPim is played, and in what the lines differ.
//!
//! Every difference has a name here, so that a rule elsewhere never compares version numbers itself.

use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    V1_0,
    V2_1,
    V3_0_0,
    V3_0_1,
}

/// What a new variant takes over from its parent at creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inheritance {
    /// Every section but `common`.
    CopyScoped,
    /// Every section.
    CopyAll,
    /// Nothing: values are resolved when read.
    Resolved,
}

/// Requests per minute, and the status that says "too many".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub per_minute: u32,
    pub status: u16,
}

impl Version {
    pub const ALL: [Version; 4] = [Version::V1_0, Version::V2_1, Version::V3_0_0, Version::V3_0_1];

    pub const fn as_str(self) -> &'static str {
        match self {
            Version::V1_0 => "1.0",
            Version::V2_1 => "2.1",
            Version::V3_0_0 => "3.0.0",
            Version::V3_0_1 => "3.0.1",
        }
    }

    fn is_3(self) -> bool {
        self >= Version::V3_0_0
    }

    pub fn has_cursor(self) -> bool {
        self.is_3()
    }

    pub fn limit_cap(self) -> Option<u64> {
        self.is_3().then_some(100)
    }

    pub fn has_date_filters(self) -> bool {
        self.is_3()
    }

    pub fn has_etag(self) -> bool {
        self.is_3()
    }

    pub fn has_measurement(self) -> bool {
        self.is_3()
    }

    pub fn has_two_level_trees(self) -> bool {
        self.is_3()
    }

    /// PUT of a configurable whose children are the middle levels of a tree, which stand at one axis alone.
    pub fn tree_put_crashes(self) -> bool {
        self < Version::V3_0_1
    }

    /// The misspelt path announces its successor.
    pub fn deprecates_misspelling(self) -> bool {
        self.is_3()
    }

    /// The path of configurables in its best spelling.
    pub fn configurables(self) -> &'static str {
        if self >= Version::V2_1 { "configurable-products" } else { "configrable-products" }
    }

    pub fn filters_locales_by_code(self) -> bool {
        self >= Version::V2_1
    }

    /// `code NOT IN` on categories.
    pub fn category_not_in_crashes(self) -> bool {
        !self.is_3()
    }

    /// Creating a category without a parent, or with a null one.
    pub fn category_without_parent_crashes(self) -> bool {
        !self.is_3()
    }

    /// PATCH of a category whose stored data is null.
    pub fn bare_category_patch_crashes(self) -> bool {
        !self.is_3()
    }

    /// Disabled users get no token.
    pub fn refuses_disabled_users(self) -> bool {
        self.is_3()
    }

    pub fn has_swatches(self) -> bool {
        self >= Version::V2_1
    }

    /// Up to 2.1 the header must be `application/json` to the letter.
    pub fn compares_accept_literally(self) -> bool {
        !self.is_3()
    }

    /// Up to 2.1 OAuth errors repeat their text under `message`.
    pub fn oauth_errors_have_message(self) -> bool {
        !self.is_3()
    }

    /// A refresh token that no longer works.
    pub fn dead_refresh_token(self) -> (u16, &'static str) {
        if self.is_3() { (400, "invalid_grant") } else { (401, "invalid_request") }
    }

    pub fn unsupported_filter_status(self) -> u16 {
        if self >= Version::V2_1 { 422 } else { 404 }
    }

    pub fn broken_filter_status(self) -> u16 {
        if self.is_3() { 400 } else { 500 }
    }

    /// Unknown locale, channel or currency.
    pub fn unknown_setting_status(self) -> u16 {
        if self >= Version::V3_0_1 { 404 } else { 400 }
    }

    /// 1.0 answers framework errors to clients that did not ask for JSON with status 200 and a page.
    pub fn hides_errors_in_pages(self) -> bool {
        self == Version::V1_0
    }

    /// 3.0 answers JSON below `/api` whatever the client asks for.
    pub fn always_json(self) -> bool {
        self.is_3()
    }

    /// Without debug mode, 1.0 and 2.1 turn statuses outside a short list into 500.
    pub fn masks_statuses(self) -> bool {
        !self.is_3()
    }

    pub fn has_error_texts(self) -> bool {
        self >= Version::V2_1
    }

    pub fn rest_quota(self) -> Option<Quota> {
        match self {
            Version::V1_0 => Some(Quota { per_minute: 60, status: 500 }),
            Version::V2_1 => None,
            Version::V3_0_0 | Version::V3_0_1 => Some(Quota { per_minute: 120, status: 429 }),
        }
    }

    pub fn token_quota(self) -> Quota {
        match self {
            Version::V1_0 | Version::V2_1 => Quota { per_minute: 60, status: 500 },
            Version::V3_0_0 | Version::V3_0_1 => Quota { per_minute: 10, status: 429 },
        }
    }

    /// 3.0 counts sign-ins per user name, before that all of them together.
    pub fn token_quota_is_per_user(self) -> bool {
        self.is_3()
    }

    pub fn inheritance(self) -> Inheritance {
        match self {
            Version::V1_0 => Inheritance::CopyScoped,
            Version::V2_1 => Inheritance::CopyAll,
            Version::V3_0_0 | Version::V3_0_1 => Inheritance::Resolved,
        }
    }

    /// Reads return a variant's own values with its ancestors' merged beneath.
    pub fn merges_on_read(self) -> bool {
        self >= Version::V3_0_1
    }

    pub fn lists_variant_groups(self) -> bool {
        self >= Version::V3_0_1
    }

    pub fn creates_variants_with_parent(self) -> bool {
        self.is_3()
    }

    pub fn returns_association_links(self) -> bool {
        self.is_3()
    }

    /// `GET categories/{code}` forgets the parent.
    pub fn forgets_category_parent(self) -> bool {
        self == Version::V1_0
    }

    /// The `parent` filter matches any configurable.
    pub fn parent_filter_is_broken(self) -> bool {
        self == Version::V1_0
    }

    pub fn validates_simple_sku_taken(self) -> bool {
        self >= Version::V2_1
    }

    pub fn validates_configurable_sku_taken(self) -> bool {
        self >= Version::V3_0_1
    }

    pub fn sku_allows_underscore(self) -> bool {
        self >= Version::V2_1
    }

    pub fn variant_taken_status(self) -> u16 {
        if self >= Version::V2_1 { 422 } else { 404 }
    }

    pub fn root_category_assignable(self) -> bool {
        self < Version::V2_1
    }

    pub fn upload_assigns_value(self) -> bool {
        self >= Version::V2_1
    }

    pub fn takes_single_option(self) -> bool {
        self.is_3()
    }

    pub fn refuses_immutable_attribute_keys(self) -> bool {
        self.is_3()
    }

    pub fn media_path_must_be_own(self) -> bool {
        self.is_3()
    }

    /// 2.0.2 and later deny routes that have no permission key for a custom integration.
    pub fn allows_unmapped_routes(self) -> bool {
        self == Version::V1_0
    }

    /// 3.0 prints the locales of `errors.locale` as an object.
    pub fn prints_invalid_locales_as_object(self) -> bool {
        self.is_3()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("unknown UnoPim version `{0}`; known are 1.0, 2.1, 3.0.0 and 3.0.1")]
pub struct UnknownVersion(String);

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Version::ALL.into_iter().find(|v| v.as_str() == text).ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}
